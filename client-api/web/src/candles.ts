import type { Candle } from './contracts.ts';

/** One candle for drawing. Its numbers are lossy and used only by the chart. */
export interface Bar {
  /** Start in seconds since 1970, UTC. */
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  readonly volume: number;
}

export const secondsOf = (time: string): number => Math.floor(Date.parse(time) / 1000);

const toBar = (candle: Candle): Bar => ({
  time: secondsOf(candle.openTime),
  open: Number(candle.open),
  high: Number(candle.high),
  low: Number(candle.low),
  close: Number(candle.close),
  volume: Number(candle.volume),
});

/**
 * The candles of one chart. History comes in the chart's own length; live candles are minutes and are folded into the last one. Only the
 * growth of a folded minute's volume is added, so the state of the minute in progress must be known when history is loaded.
 */
export class CandleSeries {
  private readonly minuteVolumes = new Map<number, number>();
  private history: Bar[] = [];

  public constructor(public readonly minutes: number) {}

  public get bars(): readonly Bar[] {
    return this.history;
  }

  /**
   * @param history Candles of this length, oldest first.
   * @param newestMinutes The newest minute candles, read before the history; not needed for a chart of minutes.
   */
  public load(history: readonly Candle[], newestMinutes: readonly Candle[]): void {
    this.history = history.map(toBar);
    this.minuteVolumes.clear();
    for (const minute of newestMinutes) this.minuteVolumes.set(secondsOf(minute.openTime), Number(minute.volume));
  }

  /** Puts older candles before the loaded ones; returns how many were new. */
  public prepend(older: readonly Candle[]): number {
    const first = this.history[0]?.time ?? Number.POSITIVE_INFINITY;
    const bars = older.map(toBar).filter((bar) => bar.time < first);
    this.history = [...bars, ...this.history];
    return bars.length;
  }

  /** Folds in the current state of a minute; returns the changed bar, or undefined when the minute is older than the last bar. */
  public applyMinute(candle: Candle): Bar | undefined {
    const minute = toBar(candle);
    const span = this.minutes * 60;
    const time = minute.time - (minute.time % span);
    const last = this.history.at(-1);
    if (last !== undefined && time < last.time) return undefined;

    const grownBy = minute.volume - (this.minuteVolumes.get(minute.time) ?? 0);
    this.remember(minute);
    const isSameSpan = last !== undefined && last.time === time;
    const bar = !isSameSpan || this.minutes === 1 ? { ...minute, time } : fold(last, minute, grownBy);
    if (isSameSpan) this.history[this.history.length - 1] = bar;
    else this.history.push(bar);
    return bar;
  }

  private remember(minute: Bar): void {
    this.minuteVolumes.set(minute.time, minute.volume);
    // Live minutes only move forward; keeping two is enough for corrections of a minute after the next has started.
    for (const time of this.minuteVolumes.keys()) if (time < minute.time - 60) this.minuteVolumes.delete(time);
  }
}

const fold = (last: Bar, minute: Bar, grownBy: number): Bar => ({
  ...last,
  high: Math.max(last.high, minute.high),
  low: Math.min(last.low, minute.low),
  close: minute.close,
  volume: last.volume + Math.max(grownBy, 0),
});
