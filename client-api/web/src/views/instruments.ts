import { compare, parse } from '../decimal.ts';
import { element, required, setAttribute, setText } from '../dom.ts';
import { KeyedRows } from '../keyed-rows.ts';
import type { InstrumentSpec, Store } from '../store.ts';
import { displayPrice } from '../ticket.ts';

interface Row {
  readonly root: HTMLTableRowElement;
  readonly bid: HTMLElement;
  readonly ask: HTMLElement;
}

/** The list of markets with live best prices. */
export class InstrumentsView {
  private readonly filter = required('#instrument-filter', HTMLInputElement);
  private readonly rows: KeyedRows<InstrumentSpec, Row>;
  private readonly shown = new Map<HTMLElement, string>();

  public constructor(
    private readonly store: Store,
    private readonly select: (symbol: string) => void,
  ) {
    this.rows = new KeyedRows(
      required('#instruments', HTMLElement),
      ({ symbol }) => symbol,
      (spec) => this.createRow(spec),
      (row, spec) => this.updateRow(row, spec),
    );
    this.filter.addEventListener('input', () => this.render());
    this.filter.addEventListener('keydown', (event) => {
      if (event.key === 'Enter') this.selectFirst();
    });
    store.frames.on(['instruments', 'selection', 'quotes'], () => this.render());
  }

  public focusFilter(): void {
    this.filter.focus();
    this.filter.select();
  }

  private get matching(): InstrumentSpec[] {
    const text = this.filter.value.trim().toUpperCase();
    return [...this.store.instruments.values()].filter(({ symbol }) => symbol.includes(text));
  }

  private selectFirst(): void {
    const first = this.matching[0];
    if (first !== undefined) this.select(first.symbol);
  }

  private render(): void {
    this.rows.render(this.matching);
  }

  private createRow(spec: InstrumentSpec): Row {
    const button = element('button', { type: 'button', title: `${spec.baseCurrency}/${spec.quoteCurrency}, ${spec.kind}` }, spec.symbol);
    const bid = element('td', { class: 'number' }, '–');
    const ask = element('td', { class: 'number' }, '–');
    const root = element('tr', {}, element('td', {}, button), bid, ask);
    root.addEventListener('click', () => this.select(spec.symbol));
    return { root, bid, ask };
  }

  private updateRow(row: Row, spec: InstrumentSpec): void {
    const quote = this.store.quotes.get(spec.symbol);
    setAttribute(row.root, 'aria-current', this.store.selected?.symbol === spec.symbol ? 'true' : undefined);
    this.showPrice(row.bid, spec, quote?.bid);
    this.showPrice(row.ask, spec, quote?.ask);
  }

  private showPrice(cell: HTMLElement, spec: InstrumentSpec, price: string | null | undefined): void {
    const before = this.shown.get(cell);
    if (price == null) {
      this.shown.delete(cell);
      setText(cell, '–');
      return;
    }
    if (before === price) return;
    this.shown.set(cell, price);
    const move = before === undefined ? 0 : compare(parse(price), parse(before));
    cell.classList.toggle('quote-up', move > 0);
    cell.classList.toggle('quote-down', move < 0);
    setText(cell, displayPrice(spec, price));
  }
}
