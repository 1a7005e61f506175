import type { OrderType, OrdStatus, Side, TimeInForce } from '../contracts.ts';

export const SIDE_WORD: Record<Side, string> = { buy: 'Buy', sell: 'Sell' };
export const TYPE_WORD: Record<OrderType, string> = { limit: 'Limit', market: 'Market' };
export const TIME_IN_FORCE_WORD: Record<TimeInForce, string> = { gtc: 'GTC', ioc: 'IOC', fok: 'FOK' };
export const STATUS_WORD: Record<OrdStatus, string> = {
  new: 'Working',
  partially_filled: 'Partly filled',
  filled: 'Filled',
  canceled: 'Cancelled',
  rejected: 'Rejected',
};

const TIME_START = 11;
const TIME_END = 19;

/** The time of day of an instant that the server wrote (ISO 8601, UTC). */
export const timeOfDay = (instant: string): string => instant.slice(TIME_START, TIME_END);
