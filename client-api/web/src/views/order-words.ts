import type { Order, OrderType, OrdStatus, Side, TimeInForce } from '../contracts.ts';

export const SIDE_WORD: Record<Side, string> = { buy: 'Buy', sell: 'Sell' };
export const TYPE_WORD: Record<OrderType, string> = {
  limit: 'Limit',
  market: 'Market',
  stop: 'Stop',
  stop_limit: 'Stop limit',
  trailing_stop: 'Trailing stop',
  trailing_stop_limit: 'Trailing stop limit',
  market_if_touched: 'If touched',
  limit_if_touched: 'Limit if touched',
  market_to_limit: 'Market to limit',
};
export const TIME_IN_FORCE_WORD: Record<TimeInForce, string> = {
  day: 'DAY',
  gtc: 'GTC',
  at_the_open: 'OPEN',
  ioc: 'IOC',
  fok: 'FOK',
  gtd: 'GTD',
  at_the_close: 'CLOSE',
};
const STATUS_WORD: Record<OrdStatus, string> = {
  new: 'Working',
  partially_filled: 'Partly filled',
  filled: 'Filled',
  canceled: 'Cancelled',
  rejected: 'Rejected',
  expired: 'Expired',
};

/** The status of an order, or what it waits for when it is not in the book. */
export function stateWord({ status, place }: Order): string {
  if (status === 'new' && place === 'trigger') return 'Waiting for trigger';
  if (status === 'new' && place === 'held') return 'Held';
  return STATUS_WORD[status];
}

const TIME_START = 11;
const TIME_END = 19;

/** The time of day of a server timestamp (ISO 8601, UTC). */
export const timeOfDay = (instant: string): string => instant.slice(TIME_START, TIME_END);
