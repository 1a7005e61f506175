import type { Depth, DepthLevel, DepthUpdate, TradingState } from './contracts.ts';
import { parse, toUnits } from './decimal.ts';

/** One price of the book. Both numbers are exact units at the book's scales. */
export interface Level {
  readonly price: bigint;
  readonly quantity: bigint;
  readonly orderCount: number;
}

/** What an auction would trade now. Both numbers are exact units at the book's scales. */
export interface Indicative {
  readonly price: bigint;
  readonly quantity: bigint;
}

/** A level with the total quantity at it and at better prices. */
export interface CumulativeLevel extends Level {
  readonly cumulative: bigint;
}

/** The outcome of an update: a gap needs a new snapshot, and everything until then is ignored. */
export type ApplyResult = 'applied' | 'stale' | 'gap';

/**
 * An order book of price levels, built from a snapshot and the updates after it. Updates carry absolute states, so one that overlaps the
 * snapshot may be applied again; one that starts after the known sequence may not.
 */
export class DepthBook {
  private bidLevels: Level[] = [];
  private askLevels: Level[] = [];
  private knownSequence: number | undefined;
  private knownState: TradingState = 'continuous';
  private knownIndicative: Indicative | undefined;

  public constructor(
    public readonly priceScale: number,
    public readonly quantityScale: number,
  ) {}

  /** Best first. */
  public get bids(): readonly Level[] {
    return this.bidLevels;
  }

  /** Best first. */
  public get asks(): readonly Level[] {
    return this.askLevels;
  }

  /** The book's sequence; undefined before the first snapshot and after a gap. */
  public get sequence(): number | undefined {
    return this.knownSequence;
  }

  /** The trading state. */
  public get state(): TradingState {
    return this.knownState;
  }

  /** Undefined when the book is not crossed. */
  public get indicative(): Indicative | undefined {
    return this.knownIndicative;
  }

  public reset(snapshot: Depth): void {
    this.bidLevels = [];
    this.askLevels = [];
    this.merge(snapshot);
    this.knownSequence = snapshot.sequence;
  }

  public apply(update: DepthUpdate): ApplyResult {
    if (this.knownSequence === undefined || update.previousSequence > this.knownSequence) {
      this.knownSequence = undefined;
      return 'gap';
    }
    if (update.sequence <= this.knownSequence) return 'stale';
    this.merge(update);
    this.knownSequence = update.sequence;
    return 'applied';
  }

  private merge({ bids, asks, state, indicativePx, indicativeQty }: Depth): void {
    for (const level of bids) place(this.bidLevels, this.read(level), (a, b) => a > b);
    for (const level of asks) place(this.askLevels, this.read(level), (a, b) => a < b);
    this.knownState = state;
    this.knownIndicative =
      indicativePx == null || indicativeQty == null
        ? undefined
        : { price: toUnits(parse(indicativePx), this.priceScale), quantity: toUnits(parse(indicativeQty), this.quantityScale) };
  }

  private read(level: DepthLevel): Level {
    return {
      price: toUnits(parse(level.price), this.priceScale),
      quantity: toUnits(parse(level.quantity), this.quantityScale),
      orderCount: level.orderCount,
    };
  }
}

/** Inserts a level in order, replaces the one with the same price, or removes it when its quantity is zero. */
function place(levels: Level[], level: Level, isBetter: (a: bigint, b: bigint) => boolean): void {
  let low = 0;
  let high = levels.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBetter((levels[middle] as Level).price, level.price)) low = middle + 1;
    else high = middle;
  }
  const exists = levels[low]?.price === level.price;
  if (level.quantity === 0n) {
    if (exists) levels.splice(low, 1);
  } else {
    levels.splice(low, exists ? 1 : 0, level);
  }
}

/** The best `count` levels with running totals. */
export function cumulate(levels: readonly Level[], count: number): CumulativeLevel[] {
  let cumulative = 0n;
  return levels.slice(0, count).map((level) => {
    cumulative += level.quantity;
    return { ...level, cumulative };
  });
}
