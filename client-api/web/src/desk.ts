import { AccountRefresh } from './account-refresh.ts';
import { type Api, NoAnswerError, ProblemError } from './api.ts';
import { CandleFeed } from './candle-feed.ts';
import type {
  Account,
  AmendOrderRequest,
  CandlePrice,
  ExecutionReport,
  Instrument,
  Order,
  PlaceOrderListRequest,
  PlaceOrderRequest,
} from './contracts.ts';
import { Live } from './live.ts';
import { orderAfter } from './orders.ts';
import { type Store, toSpec } from './store.ts';

const TRADES_READ = 60;
const FILLS_READ = 100;
const RETRY_DELAY_MS = 2_000;
const LAST_SYMBOL_KEY = 'rtx.symbol';

/** The session of a logged-in user: connects REST, hub and store, and carries out the views' requests. */
export class Desk {
  public readonly candles: CandleFeed;
  public onFills: ((fills: ExecutionReport[]) => void) | undefined;
  private readonly live: Live;
  private readonly refresh: AccountRefresh;

  public constructor(
    private readonly api: Api,
    private readonly store: Store,
  ) {
    this.candles = new CandleFeed(api, store);
    this.refresh = new AccountRefresh(api, store);
    this.live = new Live(() => api.createHubTicket(), {
      quote: (quote) => {
        store.quotes.set(quote.symbol, quote);
        store.frames.touch('quotes');
      },
      depthSnapshot: (snapshot) => {
        store.depth.reset(snapshot);
        store.frames.touch('depth');
      },
      depthChanged: (update) => {
        const result = store.depth.apply(update);
        if (result === 'applied') store.frames.touch('depth');
        return result !== 'gap';
      },
      trades: (trades) => {
        store.trades.add(trades.filter(({ symbol }) => symbol === store.selected?.symbol));
        store.frames.touch('trades');
      },
      candles: (candles) => this.candles.receive(candles),
      executions: (executions) => this.receiveExecutions(executions),
      stateChanged: (state) => {
        store.connection = state;
        store.frames.touch('connection');
      },
      instrumentJoined: () => this.readInstrument(),
      accountJoined: () => this.readAccount(),
    });
  }

  /** Opens the first market and account; keeps trying while the server cannot be reached. */
  public async open(): Promise<void> {
    const [instruments, accounts] = await this.readReferenceData();
    this.store.instruments = new Map(instruments.map((instrument) => [instrument.symbol, toSpec(instrument)]));
    this.store.accounts = accounts;
    this.store.frames.touch('instruments', 'session');
    this.live.watchQuotes(instruments.map(({ symbol }) => symbol));
    const first = this.store.instruments.get(localStorage.getItem(LAST_SYMBOL_KEY) ?? '') ?? this.store.instruments.values().next().value;
    if (first !== undefined) this.selectInstrument(first.symbol);
    if (accounts[0] !== undefined) this.selectAccount(accounts[0].accountId);
    await this.live.start();
  }

  public async close(): Promise<void> {
    this.refresh.dispose();
    await this.live.stop();
  }

  public selectInstrument(symbol: string): void {
    const spec = this.store.instruments.get(symbol);
    if (spec === undefined || this.store.selected?.symbol === symbol) return;
    localStorage.setItem(LAST_SYMBOL_KEY, symbol);
    this.store.select(spec);
    this.live.watchInstrument(symbol);
    if (this.store.connection !== 'live') this.readInstrument();
  }

  public selectAccount(accountId: number): void {
    if (this.store.accountId === accountId) return;
    this.store.accountId = accountId;
    this.store.clearAccount();
    this.live.watchAccount(accountId);
    if (this.store.connection !== 'live') this.readAccount();
  }

  public selectCandles(minutes: number, priceKind: CandlePrice): void {
    this.store.candleMinutes = minutes;
    this.store.candlePrice = priceKind;
    void this.candles.reload();
  }

  /**
   * Places an order. If the answer is lost, the order is looked up by client order id, so the user learns what happened instead of sending
   * it twice; `undefined` means that the server does not know it.
   */
  public async placeOrder(request: PlaceOrderRequest): Promise<Order | undefined> {
    const accountId = this.requireAccount();
    try {
      return this.apply((await this.api.placeOrder(accountId, request)).order);
    } catch (error) {
      if (!(error instanceof NoAnswerError || (error instanceof ProblemError && error.outcomeIsUnknown))) throw error;
      return this.findOrder(accountId, request.clientOrderId);
    }
  }

  /** Places an order list and returns its first order, by whose client order id the list is found; see `placeOrder` for lost answers. */
  public async placeOrderList(request: PlaceOrderListRequest): Promise<Order | undefined> {
    const accountId = this.requireAccount();
    try {
      return (await this.api.placeOrderList(accountId, request)).orders.map((order) => this.apply(order))[0];
    } catch (error) {
      const first = request.orders[0];
      if (first === undefined || !(error instanceof NoAnswerError || (error instanceof ProblemError && error.outcomeIsUnknown)))
        throw error;
      return this.findOrder(accountId, first.clientOrderId);
    }
  }

  public async amendOrder(orderId: string, request: AmendOrderRequest): Promise<Order> {
    return this.apply((await this.api.amendOrder(this.requireAccount(), orderId, request)).order);
  }

  public async cancelOrder(orderId: string): Promise<Order> {
    return this.apply((await this.api.cancelOrder(this.requireAccount(), orderId)).order);
  }

  private async readReferenceData(): Promise<[Instrument[], Account[]]> {
    for (;;) {
      try {
        return await Promise.all([this.api.listInstruments(), this.api.listAccounts()]);
      } catch (error) {
        console.warn('Instruments and accounts could not be read; trying again.', error);
        await new Promise((resolve) => setTimeout(resolve, RETRY_DELAY_MS));
      }
    }
  }

  private async findOrder(accountId: number, clientOrderId: string): Promise<Order | undefined> {
    try {
      return this.apply(await this.api.getOrder(accountId, clientOrderId));
    } catch (error) {
      if (error instanceof ProblemError && error.code === 'unknown_order') return undefined;
      throw error;
    }
  }

  private requireAccount(): number {
    if (this.store.accountId === undefined) throw new ProblemError(0, 'no_account', 'This user has no account to trade on.');
    return this.store.accountId;
  }

  private apply(order: Order): Order {
    if (order.accountId === this.store.accountId) {
      this.store.openOrders.apply(order);
      this.store.frames.touch('orders');
      this.refresh.afterExecution();
    }
    return order;
  }

  private receiveExecutions(executions: readonly ExecutionReport[]): void {
    const own = executions.filter(({ accountId }) => accountId === this.store.accountId);
    if (own.length === 0) return;
    for (const report of own) this.store.openOrders.apply(orderAfter(report, this.store.openOrders.get(report.orderId)));
    const fills = this.store.fills.add(own.filter(({ execType }) => execType === 'trade'));
    this.store.frames.touch('orders', 'fills');
    if (fills.length > 0) this.onFills?.(fills);
    this.refresh.afterExecution();
  }

  private readInstrument(): void {
    void this.candles.reload();
    void this.readTrades();
  }

  private readAccount(): void {
    this.refresh.soon();
    void this.readFills();
  }

  private async readTrades(): Promise<void> {
    const symbol = this.store.selected?.symbol;
    if (symbol === undefined) return;
    try {
      const trades = await this.api.listTrades(symbol, TRADES_READ);
      if (this.store.selected?.symbol !== symbol) return;
      this.store.trades.add(trades);
      this.store.frames.touch('trades');
    } catch (error) {
      console.warn('Trades could not be read; live ones still arrive.', error);
    }
  }

  private async readFills(): Promise<void> {
    const { accountId } = this.store;
    if (accountId === undefined) return;
    try {
      const fills = await this.api.listExecutions(accountId, FILLS_READ);
      if (this.store.accountId !== accountId) return;
      this.store.fills.add(fills);
      this.store.frames.touch('fills');
    } catch (error) {
      console.warn('Executions could not be read; live ones still arrive.', error);
    }
  }
}
