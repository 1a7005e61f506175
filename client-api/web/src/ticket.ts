import { compare, type Decimal, display, format, isMultipleOf, multiply, parse, sign, tryParse } from './decimal.ts';
import type { InstrumentSpec } from './store.ts';

export function priceProblem(spec: InstrumentSpec, text: string): string | undefined {
  const price = tryParse(text);
  if (price === undefined) return 'Enter a price.';
  if (sign(price) <= 0 && !spec.allowsNegativePrices) return 'The price must be above zero.';
  if (!isMultipleOf(price, spec.priceStep)) return `The price must be a multiple of ${format(spec.priceStep)}.`;
  return undefined;
}

export function quantityProblem(spec: InstrumentSpec, text: string): string | undefined {
  const quantity = tryParse(text);
  if (quantity === undefined) return 'Enter a quantity.';
  if (!isMultipleOf(quantity, spec.quantityStep)) return `The quantity must be a multiple of ${format(spec.quantityStep)}.`;
  if (compare(quantity, parse(spec.minQuantity)) < 0) return `The quantity must be at least ${format(parse(spec.minQuantity))}.`;
  if (compare(quantity, parse(spec.maxQuantity)) > 0) return `The quantity must be at most ${format(parse(spec.maxQuantity))}.`;
  return undefined;
}

/** A distance between two prices: above zero, even where prices may be negative. */
export function distanceProblem(spec: InstrumentSpec, text: string): string | undefined {
  const distance = tryParse(text);
  return distance !== undefined && sign(distance) <= 0 ? 'The distance must be above zero.' : priceProblem(spec, text);
}

/** Price × quantity × contract size, exact; undefined unless both fields hold numbers. */
export function notional(spec: InstrumentSpec, price: string, quantity: string): Decimal | undefined {
  const [p, q] = [tryParse(price), tryParse(quantity)];
  return p === undefined || q === undefined ? undefined : multiply(multiply(p, q), parse(spec.contractSize));
}

/** The number moved by some steps and aligned to the grid, for arrow keys; the text unchanged when it is not a number. */
export function stepped(text: string, step: Decimal, steps: number, decimals: number): string {
  const value = tryParse(text);
  if (value === undefined) return text;
  const scale = Math.max(value.scale, step.scale);
  const units = value.units * 10n ** BigInt(scale - value.scale);
  const stepUnits = step.units * 10n ** BigInt(scale - step.scale);
  const remainder = ((units % stepUnits) + stepUnits) % stepUnits;
  const down = units - remainder;
  // Between two grid points, the first step goes to the neighbour in that direction.
  const from = remainder !== 0n && steps < 0 ? down + stepUnits : down;
  return format({ units: from + stepUnits * BigInt(steps), scale }, decimals);
}

/** A price of the instrument for people. */
export const displayPrice = (spec: InstrumentSpec, text: string): string => display(parse(text), spec.priceDecimals);

/** A quantity of the instrument for people. */
export const displayQuantity = (spec: InstrumentSpec, text: string): string => display(parse(text), spec.quantityDecimals);
