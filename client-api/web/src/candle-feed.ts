import type { Api } from './api.ts';
import { type Bar, CandleSeries } from './candles.ts';
import type { Candle } from './contracts.ts';
import type { Store } from './store.ts';

const HISTORY_BARS = 500;
const MINUTES_IN_PROGRESS = 2;

/** Draws the candles. */
export interface CandleListener {
  replaced(): void;
  changed(bar: Bar): void;
  failed(): void;
}

/** Loads the candles that the store asks for and keeps them live. */
export class CandleFeed {
  public series = new CandleSeries(1);
  public listener: CandleListener | undefined;
  private generation = 0;
  private waiting: Candle[] | undefined;
  private isExhausted = false;
  private isLoadingOlder = false;

  public constructor(
    private readonly api: Api,
    private readonly store: Store,
  ) {}

  /** Reads history again; minutes that arrive in the meantime are kept and folded in afterwards. */
  public async reload(): Promise<void> {
    const { selected, candleMinutes: minutes, candlePrice: priceKind } = this.store;
    if (selected === undefined) return;
    this.generation += 1;
    const { generation } = this;
    this.waiting = [];
    this.isExhausted = false;
    try {
      // The minutes first: trades between the two reads are then included again by the next live minute, never lost.
      const inProgress = minutes === 1
        ? []
        : await this.api.listCandles(selected.symbol, { priceKind, minutes: 1, limit: MINUTES_IN_PROGRESS });
      const history = await this.api.listCandles(selected.symbol, { priceKind, minutes, limit: HISTORY_BARS });
      if (generation !== this.generation) return;
      this.series = new CandleSeries(minutes);
      this.series.load(history, inProgress);
      const { waiting } = this;
      this.waiting = undefined;
      for (const candle of waiting) this.series.applyMinute(candle);
      this.listener?.replaced();
    } catch (error) {
      if (generation !== this.generation) return;
      this.waiting = undefined;
      console.warn('Candles could not be read.', error);
      this.listener?.failed();
    }
  }

  /** Reads the page of candles before the first one. */
  public async loadOlder(): Promise<void> {
    const { selected, candlePrice: priceKind } = this.store;
    const first = this.series.bars[0];
    if (selected === undefined || first === undefined || this.isExhausted || this.isLoadingOlder || this.waiting !== undefined) return;
    this.isLoadingOlder = true;
    const { generation, series } = this;
    try {
      const to = first.time * 1000;
      const from = to - HISTORY_BARS * series.minutes * 60_000;
      const range = { from: new Date(from).toISOString(), to: new Date(to).toISOString() };
      const older = await this.api.listCandles(selected.symbol, { priceKind, minutes: series.minutes, ...range, limit: HISTORY_BARS });
      if (generation !== this.generation) return;
      this.isExhausted = series.prepend(older) === 0;
      if (!this.isExhausted) this.listener?.replaced();
    } catch (error) {
      console.warn('Older candles could not be read.', error);
    } finally {
      this.isLoadingOlder = false;
    }
  }

  public receive(candles: readonly Candle[]): void {
    for (const candle of candles) {
      if (candle.symbol !== this.store.selected?.symbol || candle.priceKind !== this.store.candlePrice) continue;
      if (this.waiting !== undefined) {
        this.waiting.push(candle);
        continue;
      }
      const bar = this.series.applyMinute(candle);
      if (bar !== undefined) this.listener?.changed(bar);
    }
  }
}
