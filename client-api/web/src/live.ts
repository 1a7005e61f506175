import { HttpTransportType, type HubConnection, HubConnectionBuilder, HubConnectionState, LogLevel } from '@microsoft/signalr';
import type { Candle, Depth, DepthUpdate, ExecutionReport, Quote, TradePrint } from './contracts.ts';
import type { ConnectionState } from './store.ts';

const RETRY_DELAYS_MS = [0, 500, 1_000, 2_000, 5_000];
const LAST_RETRY_DELAY_MS = 10_000;
const RESTART_DELAY_MS = 1_000;
const MAX_WAITING_UPDATES = 10_000;
const ALL_LEVELS = 0;
const LIVE_CANDLE_MINUTES = 1;

/** Receives the hub's messages, named as in `ITradingHubClient`, and events of the connection itself. */
export interface LiveListener {
  quote(quote: Quote): void;
  depthSnapshot(snapshot: Depth): void;
  /** Returns false on a gap: the book is then subscribed again. */
  depthChanged(update: DepthUpdate): boolean;
  trades(trades: TradePrint[]): void;
  candles(candles: Candle[]): void;
  executions(executions: ExecutionReport[]): void;
  stateChanged(state: ConnectionState): void;
  /** From now on live data of the instrument arrives, so history read now leaves no gap. */
  instrumentJoined(): void;
  /** From now on executions of the account arrive. */
  accountJoined(): void;
}

/**
 * The hub connection. The `watch…` methods set what is subscribed; after a reconnect everything is subscribed again, because subscriptions
 * belong to the connection.
 */
export class Live {
  private readonly hub: HubConnection;
  private quoteSymbols: readonly string[] = [];
  private symbol: string | undefined;
  private accountId: number | undefined;
  private stopped = false;
  private steps: Promise<void> = Promise.resolve();
  /** Updates that arrived while waiting for a snapshot; undefined when none is pending. */
  private waitingUpdates: DepthUpdate[] | undefined;

  public constructor(
    ticket: () => Promise<string>,
    private readonly listener: LiveListener,
  ) {
    this.hub = new HubConnectionBuilder()
      // The ticket is part of the URL and can be used only once: a negotiation would use it up.
      .withUrl('/hubs/trading', { accessTokenFactory: ticket, skipNegotiation: true, transport: HttpTransportType.WebSockets })
      .withAutomaticReconnect({ nextRetryDelayInMilliseconds: ({ previousRetryCount }) => retryDelay(previousRetryCount) })
      .configureLogging(LogLevel.Error)
      .build();
    this.hub.on('Quotes', (quotes: Quote[]) => quotes.forEach((quote) => listener.quote(quote)));
    // Rare: everything is subscribed again, as after a reconnect.
    this.hub.on('Resync', () => this.begin());
    this.hub.on('DepthChanged', (update: DepthUpdate) => this.receive(update));
    this.hub.on('Trades', (trades: TradePrint[]) => listener.trades(trades));
    this.hub.on('Candles', (candles: Candle[]) => listener.candles(candles));
    this.hub.on('Executions', (executions: ExecutionReport[]) => listener.executions(executions));
    this.hub.onreconnecting(() => listener.stateChanged('reconnecting'));
    this.hub.onreconnected(() => this.begin());
    this.hub.onclose(() => void this.restart());
  }

  /** Connects, and keeps trying until it succeeds or {@link stop} is called. */
  public async start(): Promise<void> {
    if (!this.stopped) this.listener.stateChanged('connecting');
    for (let attempt = 0; !this.stopped; attempt += 1) {
      try {
        await this.hub.start();
        this.begin();
        return;
      } catch {
        // Refused or unreachable: show as offline and retry.
        if (!this.stopped) this.listener.stateChanged('offline');
        await delay(retryDelay(attempt + 1));
      }
    }
  }

  public async stop(): Promise<void> {
    this.stopped = true;
    await this.hub.stop();
  }

  public watchQuotes(symbols: readonly string[]): void {
    const before = new Set(this.quoteSymbols);
    this.quoteSymbols = symbols;
    const added = symbols.filter((symbol) => !before.has(symbol));
    this.step(async () => {
      for (const symbol of added) await this.hub.invoke('SubscribeQuotes', symbol);
    });
  }

  public watchInstrument(symbol: string): void {
    const before = this.symbol;
    if (before === symbol) return;
    this.symbol = symbol;
    this.step(async () => {
      if (before !== undefined) await this.leaveInstrument(before);
      await this.joinInstrument(symbol);
    });
  }

  public watchAccount(accountId: number): void {
    const before = this.accountId;
    if (before === accountId) return;
    this.accountId = accountId;
    this.step(async () => {
      if (before !== undefined) await this.hub.invoke('UnsubscribeAccount', before);
      await this.joinAccount(accountId);
    });
  }

  private async restart(): Promise<void> {
    if (this.stopped) return;
    this.listener.stateChanged('offline');
    await delay(RESTART_DELAY_MS);
    await this.start();
  }

  private begin(): void {
    this.waitingUpdates = undefined;
    this.step(async () => {
      if (this.accountId !== undefined) await this.joinAccount(this.accountId);
      for (const symbol of this.quoteSymbols) await this.hub.invoke('SubscribeQuotes', symbol);
      if (this.symbol !== undefined) await this.joinInstrument(this.symbol);
      this.listener.stateChanged('live');
    });
  }

  private async joinInstrument(symbol: string): Promise<void> {
    await this.hub.invoke('SubscribeTrades', symbol);
    await this.hub.invoke('SubscribeCandles', symbol, LIVE_CANDLE_MINUTES);
    await this.joinDepth(symbol);
    this.listener.instrumentJoined();
  }

  private async joinAccount(accountId: number): Promise<void> {
    await this.hub.invoke('SubscribeAccount', accountId);
    this.listener.accountJoined();
  }

  private async leaveInstrument(symbol: string): Promise<void> {
    await this.hub.invoke('UnsubscribeDepth', symbol);
    await this.hub.invoke('UnsubscribeTrades', symbol);
    await this.hub.invoke('UnsubscribeCandles', symbol, LIVE_CANDLE_MINUTES);
  }

  private async joinDepth(symbol: string): Promise<void> {
    if (symbol !== this.symbol) return;
    this.waitingUpdates = [];
    const snapshot = await this.hub.invoke<Depth>('SubscribeDepth', symbol, ALL_LEVELS);
    const waiting = this.waitingUpdates ?? [];
    this.waitingUpdates = undefined;
    if (symbol !== this.symbol) return;
    this.listener.depthSnapshot(snapshot);
    for (const update of waiting) this.receive(update);
  }

  private receive(update: DepthUpdate): void {
    if (update.symbol !== this.symbol) return;
    if (this.waitingUpdates !== undefined) {
      this.waitingUpdates.push(update);
      if (this.waitingUpdates.length > MAX_WAITING_UPDATES) void this.hub.stop();
      return;
    }
    if (this.listener.depthChanged(update)) return;
    this.waitingUpdates = [];
    const { symbol } = update;
    this.step(() => this.joinDepth(symbol));
  }

  /** Runs one subscription step after the others; if it fails, the connection is closed, and the next one subscribes everything. */
  private step(work: () => Promise<void>): void {
    this.steps = this.steps.then(async () => {
      if (this.hub.state !== HubConnectionState.Connected) return;
      try {
        await work();
      } catch (error) {
        console.warn('A subscription failed.', error);
        // Otherwise a refusal on a healthy connection would silently leave the page without data.
        if (this.hub.state === HubConnectionState.Connected && !this.stopped) await this.hub.stop();
      }
    });
  }
}

const retryDelay = (attempt: number): number => RETRY_DELAYS_MS[attempt] ?? LAST_RETRY_DELAY_MS;
const delay = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
