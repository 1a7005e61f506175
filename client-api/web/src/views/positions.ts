import type { Position } from '../contracts.ts';
import { absolute, display, parse, sign } from '../decimal.ts';
import { element, required, setText } from '../dom.ts';
import { KeyedRows } from '../keyed-rows.ts';
import type { Store } from '../store.ts';
import { currencyDecimals } from './balances.ts';

interface Row {
  readonly root: HTMLTableRowElement;
  readonly cells: readonly HTMLTableCellElement[];
}

/** Open margined positions at the server's valuation. */
export class PositionsView {
  private readonly empty = required('#positions-empty', HTMLElement);
  private readonly count = required('#positions-count', HTMLElement);
  private readonly rows: KeyedRows<Position, Row>;

  public constructor(private readonly store: Store) {
    this.rows = new KeyedRows(
      required('#positions', HTMLElement),
      ({ symbol }) => symbol,
      ({ symbol }) => createRow(symbol),
      (row, position) => this.updateRow(row, position),
    );
    store.frames.on(['account'], () => this.render());
  }

  private render(): void {
    const positions = (this.store.summary?.positions ?? []).filter(({ quantity }) => sign(parse(quantity)) !== 0);
    this.rows.render(positions);
    this.empty.hidden = positions.length > 0;
    setText(this.count, String(positions.length));
  }

  private updateRow(row: Row, position: Position): void {
    const spec = this.store.instruments.get(position.symbol);
    if (spec === undefined) return;
    const quantity = parse(position.quantity);
    const isLong = sign(quantity) > 0;
    const money = (value: string): string => display(parse(value), currencyDecimals(this.store, spec.quoteCurrency));
    const price = (value: string | null | undefined): string => (value == null ? '–' : display(parse(value), spec.priceDecimals));
    const texts = [
      position.symbol,
      isLong ? 'Long' : 'Short',
      display(absolute(quantity), spec.quantityDecimals),
      price(position.avgPx),
      price(position.markPrice),
      money(position.unrealizedPnl),
      money(position.realizedPnl),
    ];
    texts.forEach((text, at) => setText(row.cells[at] as Node, text));
    const [, side, , , , unrealized, realized] = row.cells;
    colour(side, isLong ? 1 : -1);
    colour(unrealized, sign(parse(position.unrealizedPnl)));
    colour(realized, sign(parse(position.realizedPnl)));
  }
}

function createRow(symbol: string): Row {
  const numeric = [false, false, true, true, true, true, true];
  const cells = numeric.map((isNumber) => element('td', isNumber ? { class: 'number' } : {}));
  return { root: element('tr', { 'data-symbol': symbol }, ...cells), cells };
}

function colour(cell: HTMLElement | undefined, direction: number): void {
  cell?.classList.toggle('buy', direction > 0);
  cell?.classList.toggle('sell', direction < 0);
}
