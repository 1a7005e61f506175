import type { TradingState } from '../contracts.ts';
import { display } from '../decimal.ts';
import type { DepthBook } from '../depth.ts';

const STATE_WORD: Record<TradingState, string> = {
  continuous: 'Continuous',
  halted: 'Halted',
  pre_open: 'Pre-open',
  opening_auction: 'Opening auction',
  volatility_auction: 'Volatility auction',
  closing_auction: 'Closing auction',
  cancel_only: 'Cancel only',
  closed: 'Closed',
};

/** The trading state, and the indicative price and quantity of an auction; undefined in continuous trading. */
export function tradingStateText({ state, indicative, priceScale, quantityScale }: DepthBook): string | undefined {
  if (indicative === undefined) return state === 'continuous' ? undefined : STATE_WORD[state];
  const price = display({ units: indicative.price, scale: priceScale }, priceScale);
  const quantity = display({ units: indicative.quantity, scale: quantityScale }, quantityScale);
  return `${STATE_WORD[state]} ${price} × ${quantity}`;
}
