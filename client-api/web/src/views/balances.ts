import type { Balance } from '../contracts.ts';
import { display, isZero, parse } from '../decimal.ts';
import { element, required, setText } from '../dom.ts';
import { KeyedRows } from '../keyed-rows.ts';
import type { Store } from '../store.ts';

const CASH_DECIMALS = 2;

interface Row {
  readonly root: HTMLTableRowElement;
  readonly detail: HTMLElement;
  readonly total: HTMLElement;
  readonly available: HTMLElement;
}

/** Decimals for amounts of a currency: those of spot quantities with this base currency, otherwise those of cash. */
export function currencyDecimals(store: Store, currency: string): number {
  let decimals = CASH_DECIMALS;
  for (const spec of store.instruments.values()) {
    if (spec.kind === 'spot' && spec.baseCurrency === currency) decimals = Math.max(decimals, spec.quantityDecimals);
  }
  return decimals;
}

/** The account's balances. */
export class BalancesView {
  private readonly empty = required('#balances-empty', HTMLElement);
  private readonly rows: KeyedRows<Balance, Row>;

  public constructor(private readonly store: Store) {
    this.rows = new KeyedRows(
      required('#balances', HTMLElement),
      ({ currency }) => currency,
      ({ currency }) => createRow(currency),
      (row, balance) => this.updateRow(row, balance),
    );
    store.frames.on(['account'], () => this.render());
  }

  private render(): void {
    const balances = this.store.summary?.balances ?? [];
    this.rows.render(balances);
    this.empty.hidden = balances.length > 0;
  }

  private updateRow(row: Row, balance: Balance): void {
    const decimals = currencyDecimals(this.store, balance.currency);
    const text = (value: string): string => display(parse(value), decimals);
    setText(row.total, text(balance.total));
    setText(row.available, text(balance.available));
    row.total.title = balance.total;
    row.available.title = balance.available;
    const details = [
      ['held', balance.held],
      ['P&L', balance.unrealizedPnl],
      ['margin', balance.initialMargin],
    ] as const;
    setText(
      row.detail,
      details
        .filter(([, value]) => !isZero(parse(value)))
        .map(([name, value]) => `${name} ${text(value)}`)
        .join(' · '),
    );
  }
}

function createRow(currency: string): Row {
  const detail = element('span', { class: 'asset-detail' });
  const total = element('td', { class: 'number' });
  const available = element('td', { class: 'number' });
  const root = element('tr', { 'data-currency': currency }, element('td', {}, currency, detail), total, available);
  return { root, detail, total, available };
}
