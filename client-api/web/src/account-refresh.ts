import type { Api } from './api.ts';
import type { Store } from './store.ts';

const MIN_INTERVAL_MS = 250;
const VALUATION_INTERVAL_MS = 2_000;
/** Settlement is the account's own commit, shortly after the execution is reported. */
const SETTLEMENT_DELAY_MS = 300;

/** Refreshes the account's balances, positions and open orders: soon after an event, regularly for the valuation, one request at a time. */
export class AccountRefresh {
  private timer: ReturnType<typeof setTimeout> | undefined;
  private settled: ReturnType<typeof setTimeout> | undefined;
  private isReading = false;
  private isDisposed = false;
  private isWanted = false;
  private lastBegan = 0;
  private readonly valuation: ReturnType<typeof setInterval>;

  public constructor(
    private readonly api: Api,
    private readonly store: Store,
  ) {
    this.valuation = setInterval(() => {
      if (!document.hidden) this.soon();
    }, VALUATION_INTERVAL_MS);
  }

  public soon(): void {
    this.isWanted = true;
    if (this.isDisposed || this.isReading || this.timer !== undefined) return;
    this.timer = setTimeout(() => void this.read(), Math.max(0, this.lastBegan + MIN_INTERVAL_MS - Date.now()));
  }

  /** After executions: immediately for the orders, and again when they are settled. */
  public afterExecution(): void {
    this.soon();
    clearTimeout(this.settled);
    this.settled = setTimeout(() => this.soon(), SETTLEMENT_DELAY_MS);
  }

  public dispose(): void {
    clearInterval(this.valuation);
    clearTimeout(this.timer);
    clearTimeout(this.settled);
    this.isDisposed = true;
  }

  private async read(): Promise<void> {
    this.timer = undefined;
    const { accountId } = this.store;
    if (accountId === undefined) return;
    this.isReading = true;
    this.isWanted = false;
    this.lastBegan = Date.now();
    this.store.openOrders.beginSnapshot();
    try {
      const summary = await this.api.getSummary(accountId);
      if (!this.isDisposed && this.store.accountId === accountId) this.show(summary);
    } catch (error) {
      console.warn('The account could not be read; it will be retried.', error);
    } finally {
      this.isReading = false;
      if (this.isWanted) this.soon();
    }
  }

  private show(summary: NonNullable<Store['summary']>): void {
    this.store.summary = summary;
    this.store.openOrders.endSnapshot(summary.openOrders);
    this.store.frames.touch('account', 'orders');
  }
}
