import type { Account, AccountSummary, CandlePrice, ExecutionReport, Instrument, Quote, Session, TradePrint } from './contracts.ts';
import { decimalsOf, parse, type Decimal } from './decimal.ts';
import { DepthBook } from './depth.ts';
import { FrameScheduler } from './frame.ts';
import { OpenOrders } from './orders.ts';
import { Recent } from './recent.ts';

/** The parts of the store whose changes make views render again. */
export type Topic =
  'session' | 'instruments' | 'selection' | 'quotes' | 'depth' | 'trades' | 'candles' | 'account' | 'orders' | 'fills' | 'connection';

export type ConnectionState = 'connecting' | 'live' | 'reconnecting' | 'offline';

/** A contract with its increments parsed. */
export interface InstrumentSpec extends Instrument {
  readonly priceStep: Decimal;
  readonly quantityStep: Decimal;
  readonly priceDecimals: number;
  readonly quantityDecimals: number;
}

const TRADES_KEPT = 100;
const FILLS_KEPT = 200;

export function toSpec(instrument: Instrument): InstrumentSpec {
  const priceStep = parse(instrument.priceIncrement);
  const quantityStep = parse(instrument.quantityIncrement);
  return { ...instrument, priceStep, quantityStep, priceDecimals: decimalsOf(priceStep), quantityDecimals: decimalsOf(quantityStep) };
}

/** Everything the page shows. Code that changes a part touches its topic; views only read. */
export class Store {
  public readonly frames = new FrameScheduler<Topic>((callback) => requestAnimationFrame(callback));

  public session: Session | undefined;
  public connection: ConnectionState = 'offline';
  public accounts: Account[] = [];
  public accountId: number | undefined;
  public summary: AccountSummary | undefined;
  public instruments = new Map<string, InstrumentSpec>();
  public selected: InstrumentSpec | undefined;
  public candlePrice: CandlePrice = 'trade';
  public candleMinutes = 1;

  public readonly quotes = new Map<string, Quote>();
  public depth = new DepthBook(0, 0);
  public readonly openOrders = new OpenOrders();
  public readonly trades = new Recent<TradePrint>(
    (trade) => trade.tradeId,
    (a, b) => BigInt(a.tradeId) > BigInt(b.tradeId),
    TRADES_KEPT,
  );
  public readonly fills = new Recent<ExecutionReport>(
    (fill) => `${fill.symbol}:${fill.sequence}`,
    (a, b) => a.time > b.time || (a.time === b.time && a.sequence > b.sequence),
    FILLS_KEPT,
  );

  /** Forgets the account's data, e.g. because another account was chosen. */
  public clearAccount(): void {
    this.summary = undefined;
    this.openOrders.clear();
    this.fills.clear();
    this.frames.touch('account', 'orders', 'fills');
  }

  /** Selects the instrument that chart, ladder, tape and ticket show. */
  public select(spec: InstrumentSpec): void {
    this.selected = spec;
    this.depth = new DepthBook(spec.priceDecimals, spec.quantityDecimals);
    this.trades.clear();
    this.frames.touch('selection', 'depth', 'trades');
  }
}
