import { compare, display, parse } from '../decimal.ts';
import { element, required, setText } from '../dom.ts';
import type { ConnectionState, Store } from '../store.ts';
import { displayPrice } from '../ticket.ts';

const CONNECTION_TEXT: Record<ConnectionState, string> = {
  connecting: 'Connecting…',
  live: 'Live',
  reconnecting: 'Reconnecting…',
  offline: 'Offline',
};

/** The top line: selected market, account, connection, user. */
export class HeaderView {
  private readonly symbol = required('#market-symbol', HTMLElement);
  private readonly last = required('#market-last', HTMLElement);
  private readonly bid = required('#market-bid', HTMLElement);
  private readonly ask = required('#market-ask', HTMLElement);
  private readonly spread = required('#market-spread', HTMLElement);
  private readonly account = required('#account', HTMLSelectElement);
  private readonly connection = required('#connection', HTMLElement);
  private readonly user = required('#user', HTMLElement);

  public constructor(
    private readonly store: Store,
    actions: { selectAccount(accountId: number): void; logOut(): void },
  ) {
    this.account.addEventListener('change', () => actions.selectAccount(Number(this.account.value)));
    required('#logout', HTMLButtonElement).addEventListener('click', () => actions.logOut());
    store.frames.on(['session'], () => this.renderSession());
    store.frames.on(['connection'], () => this.renderConnection());
    store.frames.on(['selection', 'depth', 'trades'], () => this.renderMarket());
  }

  private renderSession(): void {
    setText(this.user, this.store.session?.user.userName ?? '');
    this.account.replaceChildren(
      ...this.store.accounts.map(({ accountId, name }) => element(
        'option', { value: accountId, selected: accountId === this.store.accountId }, `${name} (${accountId})`)),
    );
  }

  private renderConnection(): void {
    const { connection } = this.store;
    this.connection.dataset['state'] = connection;
    setText(this.connection, CONNECTION_TEXT[connection]);
  }

  private renderMarket(): void {
    const { selected, depth, trades } = this.store;
    if (selected === undefined) return;
    const [newest, before] = trades.items;
    setText(this.symbol, selected.symbol);
    setText(this.last, newest === undefined ? '–' : displayPrice(selected, newest.lastPx));
    const move = newest === undefined || before === undefined ? 0 : compare(parse(newest.lastPx), parse(before.lastPx));
    this.last.classList.toggle('quote-up', move > 0);
    this.last.classList.toggle('quote-down', move < 0);
    const price = (units: bigint | undefined): string =>
      (units === undefined ? '–' : display({ units, scale: depth.priceScale }, depth.priceScale));
    // From the book, not its quote: a quote is sent only when it changes, and other providers send quotes too.
    const [bid, ask] = [depth.bids[0]?.price, depth.asks[0]?.price];
    setText(this.bid, price(bid));
    setText(this.ask, price(ask));
    setText(this.spread, price(bid === undefined || ask === undefined ? undefined : ask - bid));
    document.title = newest === undefined
      ? `${selected.symbol} · RTX`
      : `${displayPrice(selected, newest.lastPx)} ${selected.symbol} · RTX`;
  }
}
