import type { TradePrint } from '../contracts.ts';
import { element, required } from '../dom.ts';
import { KeyedRows } from '../keyed-rows.ts';
import type { Store } from '../store.ts';
import { displayPrice, displayQuantity } from '../ticket.ts';
import { timeOfDay } from './order-words.ts';

const ROWS_SHOWN = 60;

/** The newest trades of the selected market. */
export class TapeView {
  private readonly empty = required('#tape-empty', HTMLElement);
  private readonly rows: KeyedRows<TradePrint, { root: HTMLTableRowElement }>;

  public constructor(private readonly store: Store) {
    this.rows = new KeyedRows(
      required('#tape', HTMLElement),
      ({ tradeId }) => tradeId,
      (trade) => ({ root: this.createRow(trade) }),
      () => undefined, // A trade never changes.
    );
    store.frames.on(['trades', 'selection'], () => this.render());
  }

  private render(): void {
    const trades = this.store.trades.items.slice(0, ROWS_SHOWN);
    this.rows.render(trades);
    this.empty.hidden = trades.length > 0;
  }

  private createRow(trade: TradePrint): HTMLTableRowElement {
    const spec = this.store.selected;
    const price = spec === undefined ? trade.lastPx : displayPrice(spec, trade.lastPx);
    const quantity = spec === undefined ? trade.lastQty : displayQuantity(spec, trade.lastQty);
    return element(
      'tr',
      {},
      element('td', { class: `number ${trade.aggressorSide ?? 'muted'}` }, price),
      element('td', { class: 'number' }, quantity),
      element('td', { class: 'number muted', title: trade.time }, timeOfDay(trade.time)),
    );
  }
}
