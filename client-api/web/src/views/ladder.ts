import type { Side } from '../contracts.ts';
import { display, format, parse, toNumber, toUnits } from '../decimal.ts';
import { type CumulativeLevel, cumulate } from '../depth.ts';
import { element, required, setText } from '../dom.ts';
import type { Store } from '../store.ts';
import { displayPrice } from '../ticket.ts';
import { tradingStateText } from './market-words.ts';

const ROW_HEIGHT_PX = 20;
const MAX_ROWS = 50;

interface LevelRow {
  readonly root: HTMLButtonElement;
  readonly bar: HTMLElement;
  readonly own: HTMLElement;
  readonly size: HTMLElement;
  readonly price: HTMLElement;
  readonly total: HTMLElement;
  /** Exact text for the ticket; undefined while the row is empty. */
  exactPrice: string | undefined;
}

/**
 * The depth ladder: asks above, bids below, in the middle the last price with the spread or the auction. Rows are created once and reused;
 * bars show the running total relative to the larger side, and own orders are marked. Only the best rows are tab stops; arrow keys move
 * between prices.
 */
export class LadderView {
  private readonly root = required('#ladder', HTMLElement);
  private readonly asks = element('div', { class: 'ladder-side asks', role: 'group', 'aria-label': 'Asks' });
  private readonly bids = element('div', { class: 'ladder-side bids', role: 'group', 'aria-label': 'Bids' });
  private readonly last = element('strong', { class: 'figure' });
  private readonly spread = element('span', { class: 'muted' });
  private askRows: LevelRow[] = [];
  private bidRows: LevelRow[] = [];

  /** @param usePrice Called with a clicked price and the side whose orders rest there. */
  public constructor(
    private readonly store: Store,
    private readonly usePrice: (price: string, restingSide: Side) => void,
  ) {
    this.root.append(this.asks, element('div', { class: 'ladder-middle' }, this.last, this.spread), this.bids);
    this.root.addEventListener('keydown', (event) => this.move(event));
    new ResizeObserver(() => this.fit()).observe(this.root);
    store.frames.on(['depth', 'orders', 'selection', 'trades'], () => this.render());
  }

  private fit(): void {
    const count = Math.max(1, Math.min(MAX_ROWS, Math.floor(Math.min(this.asks.clientHeight, this.bids.clientHeight) / ROW_HEIGHT_PX)));
    if (count === this.askRows.length) return;
    this.askRows = Array.from({ length: count }, () => this.createRow('sell'));
    this.bidRows = Array.from({ length: count }, () => this.createRow('buy'));
    this.asks.replaceChildren(...this.askRows.map(({ root }) => root).reverse());
    this.bids.replaceChildren(...this.bidRows.map(({ root }) => root));
    this.store.frames.touch('depth');
  }

  private createRow(restingSide: Side): LevelRow {
    const [bar, own, size, price, total] = ['bar', 'own', 'size', 'price', 'total'].map((name) => element('span', { class: name })) as [
      HTMLElement,
      HTMLElement,
      HTMLElement,
      HTMLElement,
      HTMLElement,
    ];
    const root = element('button', { type: 'button', class: 'level', tabindex: -1 }, bar, own, size, price, total);
    const row: LevelRow = { root, bar, own, size, price, total, exactPrice: undefined };
    root.addEventListener('click', () => {
      if (row.exactPrice !== undefined) this.usePrice(row.exactPrice, restingSide);
    });
    return row;
  }

  private render(): void {
    const { selected, depth } = this.store;
    if (selected === undefined) return;
    const asks = cumulate(depth.asks, this.askRows.length);
    const bids = cumulate(depth.bids, this.bidRows.length);
    const deepest = [asks.at(-1), bids.at(-1)].reduce(
      (most, level) => (level !== undefined && level.cumulative > most ? level.cumulative : most), 1n);
    this.renderSide(this.askRows, asks, 'sell', deepest);
    this.renderSide(this.bidRows, bids, 'buy', deepest);
    this.renderMiddle(asks[0], bids[0]);
  }

  private renderMiddle(ask: CumulativeLevel | undefined, bid: CumulativeLevel | undefined): void {
    const { selected, depth, trades } = this.store;
    const newest = trades.items[0];
    setText(this.last, selected === undefined || newest === undefined ? '–' : displayPrice(selected, newest.lastPx));
    this.last.className = `figure ${newest?.aggressorSide ?? ''}`;
    const auction = tradingStateText(depth);
    const spread = ask === undefined || bid === undefined ? undefined : { units: ask.price - bid.price, scale: depth.priceScale };
    this.spread.className = auction === undefined ? 'muted' : 'standing';
    this.spread.title = depth.indicative === undefined ? '' : 'What an auction would trade now';
    setText(this.spread, auction ?? (spread === undefined ? 'one-sided' : `spread ${format(spread, depth.priceScale)}`));
  }

  private renderSide(rows: readonly LevelRow[], levels: readonly CumulativeLevel[], side: Side, deepest: bigint): void {
    const own = this.ownQuantities(side);
    rows.forEach((row, at) => {
      const level = levels[at];
      row.root.tabIndex = at === 0 && level !== undefined ? 0 : -1;
      row.root.disabled = level === undefined;
      if (level === undefined) clearRow(row);
      else this.fillRow(row, level, own.get(level.price), deepest);
    });
  }

  private fillRow(row: LevelRow, level: CumulativeLevel, own: bigint | undefined, deepest: bigint): void {
    const { priceScale, quantityScale } = this.store.depth;
    const quantity = (units: bigint): string => display({ units, scale: quantityScale }, quantityScale);
    row.exactPrice = format({ units: level.price, scale: priceScale }, priceScale);
    setText(row.price, display({ units: level.price, scale: priceScale }, priceScale));
    setText(row.size, quantity(level.quantity));
    setText(row.total, quantity(level.cumulative));
    setText(row.own, own === undefined ? '' : '●');
    row.root.classList.toggle('has-own', own !== undefined);
    row.root.title = `${level.orderCount} order${level.orderCount === 1 ? '' : 's'}${own === undefined ? '' : `, own ${quantity(own)}`}`;
    row.bar.style.transform = `scaleX(${toNumber({ units: (level.cumulative * 1000n) / deepest, scale: 3 })})`;
  }

  private ownQuantities(side: Side): Map<bigint, bigint> {
    const { priceScale, quantityScale } = this.store.depth;
    const own = new Map<bigint, bigint>();
    for (const order of this.store.openOrders.all) {
      if (order.symbol !== this.store.selected?.symbol || order.side !== side || order.place !== 'book' || order.price == null) continue;
      const price = toUnits(parse(order.price), priceScale);
      own.set(price, (own.get(price) ?? 0n) + toUnits(parse(order.leavesQty), quantityScale));
    }
    return own;
  }

  private move(event: KeyboardEvent): void {
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
    if (step === 0) return;
    const rows = [...this.askRows].reverse().concat(this.bidRows).filter(({ exactPrice }) => exactPrice !== undefined);
    const at = rows.findIndex(({ root }) => root === document.activeElement);
    const next = rows[at + step];
    if (at < 0 || next === undefined) return;
    event.preventDefault();
    next.root.focus();
  }
}

function clearRow(row: LevelRow): void {
  row.exactPrice = undefined;
  for (const cell of [row.own, row.size, row.price, row.total]) setText(cell, '');
  row.root.classList.remove('has-own');
  row.root.title = '';
  row.bar.style.transform = 'scaleX(0)';
}
