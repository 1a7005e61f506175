import type { ContingencyType, OrderType, PlaceOrderRequest, Side, TimeInForce } from './contracts.ts';
import { compare, format, parse, tryParse } from './decimal.ts';
import type { InstrumentSpec } from './store.ts';
import { distanceProblem, priceProblem, quantityProblem } from './ticket.ts';

/** The order types in the ticket; the API has more. */
export type TicketType = Extract<OrderType, 'limit' | 'market' | 'stop' | 'stop_limit' | 'trailing_stop' | 'market_if_touched'>;

export interface TicketInput {
  readonly side: Side;
  readonly orderType: TicketType;
  readonly timeInForce: TimeInForce;
  readonly quantity: string;
  readonly price: string;
  /** Trigger price, or the distance of a trailing stop. */
  readonly trigger: string;
  /** Displayed quantity; empty shows all. */
  readonly shown: string;
  readonly postOnly: boolean;
  readonly reduceOnly: boolean;
  /** Trigger price of the order that limits the loss; empty for none. */
  readonly stopLoss: string;
  /** Price of the order that takes the profit; empty for none. */
  readonly takeProfit: string;
}

export type TicketField = 'price' | 'trigger' | 'quantity' | 'shown' | 'stopLoss' | 'takeProfit';

/** Problems by field; empty when the ticket may be sent. The server checks again and decides. */
export type TicketProblems = Partial<Record<TicketField, string>>;

/** The fields of an order type. */
export interface TicketShape {
  readonly hasPrice: boolean;
  readonly trigger: 'price' | 'distance' | undefined;
  readonly timesInForce: readonly TimeInForce[];
}

const RESTING: readonly TimeInForce[] = ['gtc', 'day'];
const IMMEDIATE: readonly TimeInForce[] = ['ioc', 'fok'];

export const SHAPES: Readonly<Record<TicketType, TicketShape>> = {
  limit: { hasPrice: true, trigger: undefined, timesInForce: [...RESTING, ...IMMEDIATE] },
  market: { hasPrice: false, trigger: undefined, timesInForce: IMMEDIATE },
  stop: { hasPrice: false, trigger: 'price', timesInForce: RESTING },
  stop_limit: { hasPrice: true, trigger: 'price', timesInForce: RESTING },
  trailing_stop: { hasPrice: false, trigger: 'distance', timesInForce: RESTING },
  market_if_touched: { hasPrice: false, trigger: 'price', timesInForce: RESTING },
};

/** Whether the order can rest in the book from the start: only then post-only and a displayed quantity apply. */
export const isRestingLimit = ({ orderType, timeInForce }: Pick<TicketInput, 'orderType' | 'timeInForce'>): boolean =>
  orderType === 'limit' && RESTING.includes(timeInForce);

export function validate(spec: InstrumentSpec, input: TicketInput): TicketProblems {
  const shape = SHAPES[input.orderType];
  const found: [TicketField, string | undefined][] = [
    ['trigger', triggerProblem(spec, shape, input.trigger)],
    ['price', shape.hasPrice ? priceProblem(spec, input.price) : undefined],
    ['quantity', quantityProblem(spec, input.quantity)],
    ['shown', isRestingLimit(input) ? optional(input.shown, (text) => shownProblem(spec, text, input.quantity)) : undefined],
    ['stopLoss', optional(input.stopLoss, (text) => priceProblem(spec, text))],
    ['takeProfit', optional(input.takeProfit, (text) => priceProblem(spec, text))],
  ];
  const problems: TicketProblems = {};
  for (const [field, problem] of found) if (problem !== undefined) problems[field] = problem;
  return problems;
}

/** An order without its client order id. */
export type OrderContent = Omit<PlaceOrderRequest, 'clientOrderId'>;

/** The orders of a ticket: one order, or an entry with its exits. */
export interface TicketContent {
  readonly contingencyType: ContingencyType | undefined;
  readonly orders: readonly OrderContent[];
}

/** The orders of a ticket without problems: with a stop loss and a take profit, a bracket; with one of them, an OTO. */
export function contentOf(spec: InstrumentSpec, input: TicketInput): TicketContent {
  const exits: OrderContent[] = [];
  if (input.stopLoss !== '') exits.push({ ...exitOf(spec, input), orderType: 'stop', stopPx: exact(input.stopLoss) });
  if (input.takeProfit !== '') exits.push({ ...exitOf(spec, input), orderType: 'limit', price: exact(input.takeProfit) });
  const contingencyType = exits.length === 0 ? undefined : exits.length === 1 ? 'oto' : 'bracket';
  return { contingencyType, orders: [entryOf(spec, input), ...exits] };
}

export const sameContent = (one: TicketContent, other: TicketContent): boolean => JSON.stringify(one) === JSON.stringify(other);

/** The orders of a ticket with client order ids: the first has the given one; the others append a number from 2. */
export const named = ({ orders }: TicketContent, name: string): PlaceOrderRequest[] =>
  orders.map((order, index) => ({ clientOrderId: index === 0 ? name : `${name}-${index + 1}`, ...order }));

function entryOf(spec: InstrumentSpec, input: TicketInput): OrderContent {
  const shape = SHAPES[input.orderType];
  const order: OrderContent = {
    symbol: spec.symbol,
    side: input.side,
    orderType: input.orderType,
    timeInForce: input.timeInForce,
    orderQty: exact(input.quantity),
  };
  if (shape.hasPrice) order.price = exact(input.price);
  if (shape.trigger === 'price') order.stopPx = exact(input.trigger);
  if (shape.trigger === 'distance') order.trailingOffset = exact(input.trigger);
  if (isRestingLimit(input) && input.shown !== '') order.displayQty = exact(input.shown);
  if (isRestingLimit(input) && input.postOnly) order.postOnly = 'reject';
  if (spec.kind === 'margined' && input.reduceOnly) order.reduceOnly = true;
  return order;
}

function exitOf(spec: InstrumentSpec, input: TicketInput): OrderContent {
  return {
    symbol: spec.symbol,
    side: input.side === 'buy' ? 'sell' : 'buy',
    orderType: 'stop',
    timeInForce: input.timeInForce === 'day' ? 'day' : 'gtc',
    orderQty: exact(input.quantity),
  };
}

function triggerProblem(spec: InstrumentSpec, { trigger }: TicketShape, text: string): string | undefined {
  if (trigger === undefined) return undefined;
  return trigger === 'price' ? priceProblem(spec, text) : distanceProblem(spec, text);
}

function shownProblem(spec: InstrumentSpec, text: string, quantity: string): string | undefined {
  const [shown, whole] = [tryParse(text), tryParse(quantity)];
  if (shown !== undefined && whole !== undefined && compare(shown, whole) > 0)
    return 'The displayed quantity must not exceed the quantity.';
  return quantityProblem(spec, text);
}

const optional = (text: string, problem: (text: string) => string | undefined): string | undefined =>
  (text === '' ? undefined : problem(text));

const exact = (text: string): string => format(parse(text));
