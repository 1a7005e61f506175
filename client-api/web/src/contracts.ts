/**
 * The wire contracts of the client API in JSON: the DTOs of `client-api/Client`, member for member.
 * Prices, quantities, amounts and ids of orders and trades are decimal strings; counts, sequences and account ids are numbers.
 */

export type Side = 'buy' | 'sell';
export type OrderType =
  | 'market'
  | 'limit'
  | 'stop'
  | 'stop_limit'
  | 'trailing_stop'
  | 'trailing_stop_limit'
  | 'market_if_touched'
  | 'limit_if_touched'
  | 'market_to_limit';
export type TimeInForce = 'day' | 'gtc' | 'at_the_open' | 'ioc' | 'fok' | 'gtd' | 'at_the_close';
export type OrdStatus = 'new' | 'partially_filled' | 'filled' | 'canceled' | 'rejected' | 'expired';
export type ExecType = 'new' | 'canceled' | 'replaced' | 'rejected' | 'expired' | 'restated' | 'trade' | 'triggered';
export type OrderPlace = 'none' | 'aggressing' | 'book' | 'trigger' | 'held';
export type PostOnly = 'no' | 'reject' | 'slide';
export type ContingencyType = 'oco' | 'oto' | 'bracket';
export type CandlePrice = 'bid' | 'ask' | 'trade';
export type TradingState =
  'continuous' | 'halted' | 'pre_open' | 'opening_auction' | 'volatility_auction' | 'closing_auction' | 'cancel_only' | 'closed';

type Optional<T> = T | null | undefined;

export interface Session {
  accessToken: string;
  expiresAt: string;
  user: { userId: number; userName: string; role: 'trader' | 'feed' | 'administrator' };
}

export interface HubTicket {
  ticket: string;
  expiresAt: string;
}

export interface Account {
  accountId: number;
  ownerId: number;
  name: string;
  status: 'active' | 'suspended';
}

export interface Balance {
  currency: string;
  total: string;
  held: string;
  unrealizedPnl: string;
  initialMargin: string;
  maintenanceMargin: string;
  equity: string;
  available: string;
}

export interface Position {
  symbol: string;
  quantity: string;
  cost: string;
  avgPx?: Optional<string>;
  realizedPnl: string;
  markPrice?: Optional<string>;
  unrealizedPnl: string;
}

export interface AccountSummary {
  account: Account;
  balances: Balance[];
  positions: Position[];
  openOrders: Order[];
}

export interface Instrument {
  instrumentId: number;
  symbol: string;
  kind: 'spot' | 'margined';
  baseCurrency: string;
  quoteCurrency: string;
  priceIncrement: string;
  quantityIncrement: string;
  contractSize: string;
  minQuantity: string;
  maxQuantity: string;
  makerFeeRate: string;
  takerFeeRate: string;
  allowsNegativePrices: boolean;
}

export interface Order {
  orderId: string;
  clientOrderId: string;
  accountId: number;
  symbol: string;
  side: Side;
  orderType: OrderType;
  timeInForce: TimeInForce;
  price?: Optional<string>;
  orderQty: string;
  cumQty: string;
  leavesQty: string;
  avgPx?: Optional<string>;
  status: OrdStatus;
  rejectCode?: Optional<string>;
  sequence: number;
  createdAt: string;
  updatedAt: string;
  place: OrderPlace;
  /** Why its last event happened, e.g. `linked_order`; left out when the event itself says it. */
  reason?: Optional<string>;
  stopPx?: Optional<string>;
  displayQty?: Optional<string>;
  postOnly?: Optional<PostOnly>;
  reduceOnly?: Optional<boolean>;
  /** The client's own text to find and cancel orders together by. */
  tag?: Optional<string>;
}

export interface Fill {
  tradeId: string;
  lastPx: string;
  lastQty: string;
  restingOrderId: string;
}

export interface OrderReply {
  order: Order;
  fills: Fill[];
}

export interface OrderListReply {
  orders: Order[];
}

export interface ExecutionReport {
  sequence: number;
  execType: ExecType;
  orderId: string;
  clientOrderId: string;
  accountId: number;
  symbol: string;
  side: Side;
  orderType: OrderType;
  timeInForce: TimeInForce;
  price: string;
  orderQty: string;
  cumQty: string;
  leavesQty: string;
  avgPx?: Optional<string>;
  status: OrdStatus;
  rejectCode?: Optional<string>;
  tradeId?: Optional<string>;
  lastPx?: Optional<string>;
  lastQty?: Optional<string>;
  isAggressor?: Optional<boolean>;
  isAuction?: Optional<boolean>;
  place: OrderPlace;
  reason?: Optional<string>;
  stopPx?: Optional<string>;
  time: string;
}

export interface PlaceOrderRequest {
  clientOrderId: string;
  symbol: string;
  side: Side;
  orderType: OrderType;
  timeInForce: TimeInForce;
  orderQty: string;
  price?: string;
  stopPx?: string;
  trailingOffset?: string;
  displayQty?: string;
  postOnly?: PostOnly;
  reduceOnly?: boolean;
}

export interface PlaceOrderListRequest {
  contingencyType: ContingencyType;
  orders: PlaceOrderRequest[];
}

export interface AmendOrderRequest {
  orderQty?: string;
  price?: string;
  stopPx?: string;
}

export interface Quote {
  symbol: string;
  bid?: Optional<string>;
  bidQty?: Optional<string>;
  ask?: Optional<string>;
  askQty?: Optional<string>;
  providerId: number;
  time: string;
}

export interface TradePrint {
  tradeId: string;
  symbol: string;
  lastPx: string;
  lastQty: string;
  /** Null for an auction trade. */
  aggressorSide?: Optional<Side>;
  time: string;
}

export interface DepthLevel {
  price: string;
  quantity: string;
  orderCount: number;
}

export interface Depth {
  symbol: string;
  sequence: number;
  bids: DepthLevel[];
  asks: DepthLevel[];
  state: TradingState;
  /** What an auction would trade now; null when the book is not crossed. */
  indicativePx?: Optional<string>;
  indicativeQty?: Optional<string>;
}

export interface DepthUpdate extends Depth {
  previousSequence: number;
  checksum: number;
}

export interface Candle {
  symbol: string;
  priceKind: CandlePrice;
  minutes: number;
  openTime: string;
  open: string;
  high: string;
  low: string;
  close: string;
  volume: string;
  tickCount: number;
}
