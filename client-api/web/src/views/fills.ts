import type { ExecutionReport } from '../contracts.ts';
import { element, required } from '../dom.ts';
import { KeyedRows } from '../keyed-rows.ts';
import type { Store } from '../store.ts';
import { displayPrice, displayQuantity } from '../ticket.ts';
import { SIDE_WORD, timeOfDay } from './order-words.ts';

/** The account's trades, newest first. */
export class FillsView {
  private readonly empty = required('#fills-empty', HTMLElement);
  private readonly rows: KeyedRows<ExecutionReport, { root: HTMLTableRowElement }>;

  public constructor(private readonly store: Store) {
    this.rows = new KeyedRows(
      required('#fills', HTMLElement),
      ({ symbol, sequence }) => `${symbol}:${sequence}`,
      (fill) => ({ root: this.createRow(fill) }),
      () => undefined, // A trade never changes.
    );
    store.frames.on(['fills', 'instruments'], () => this.render());
  }

  private render(): void {
    const fills = this.store.fills.items.filter(({ symbol }) => this.store.instruments.has(symbol));
    this.rows.render(fills);
    this.empty.hidden = fills.length > 0;
  }

  private createRow(fill: ExecutionReport): HTMLTableRowElement {
    const spec = this.store.instruments.get(fill.symbol);
    const price = spec === undefined || fill.lastPx == null ? '–' : displayPrice(spec, fill.lastPx);
    const quantity = spec === undefined || fill.lastQty == null ? '–' : displayQuantity(spec, fill.lastQty);
    return element(
      'tr',
      {},
      element('td', { title: fill.time }, timeOfDay(fill.time)),
      element('td', {}, fill.symbol),
      element('td', { class: fill.side }, SIDE_WORD[fill.side]),
      element('td', { class: 'number' }, price),
      element('td', { class: 'number' }, quantity),
      element('td', {}, fill.isAuction === true ? 'Auction' : fill.isAggressor === true ? 'Taker' : 'Maker'),
      element('td', { class: 'muted' }, fill.tradeId ?? ''),
    );
  }
}
