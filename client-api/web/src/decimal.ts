/**
 * Exact decimal arithmetic on the API's decimal strings. A value is `units / 10^scale`; nothing is ever rounded silently, and no price,
 * quantity or money value passes through a JavaScript number on its way to the server.
 */
export interface Decimal {
  readonly units: bigint;
  readonly scale: number;
}

const PATTERN = /^([+-]?)(\d*)(?:\.(\d*))?$/;

export const ZERO: Decimal = { units: 0n, scale: 0 };

/** Parses a plain decimal (no exponent, no grouping); undefined when the text is not one. */
export function tryParse(text: string): Decimal | undefined {
  const match = PATTERN.exec(text.trim());
  if (match === null) return undefined;
  const [, sign = '', whole = '', fraction = ''] = match;
  if (whole === '' && fraction === '') return undefined;
  const magnitude = BigInt(whole + fraction);
  return { units: sign === '-' ? -magnitude : magnitude, scale: fraction.length };
}

/** Parses a decimal from the server. */
export function parse(text: string): Decimal {
  const value = tryParse(text);
  if (value === undefined) throw new RangeError(`'${text}' is not a decimal number.`);
  return value;
}

const powerOfTen = (exponent: number): bigint => 10n ** BigInt(exponent);
const unitsAt = (value: Decimal, scale: number): bigint => value.units * powerOfTen(scale - value.scale);

function aligned(left: Decimal, right: Decimal): [bigint, bigint, number] {
  const scale = Math.max(left.scale, right.scale);
  return [unitsAt(left, scale), unitsAt(right, scale), scale];
}

export function add(left: Decimal, right: Decimal): Decimal {
  const [a, b, scale] = aligned(left, right);
  return { units: a + b, scale };
}

export function subtract(left: Decimal, right: Decimal): Decimal {
  const [a, b, scale] = aligned(left, right);
  return { units: a - b, scale };
}

export const multiply = (left: Decimal, right: Decimal): Decimal => ({ units: left.units * right.units, scale: left.scale + right.scale });

/** The quotient, truncated after `scale` decimals. */
export function divideDown(left: Decimal, right: Decimal, scale: number): Decimal {
  if (right.units === 0n) throw new RangeError('Division by zero.');
  return { units: (left.units * powerOfTen(scale + right.scale)) / (right.units * powerOfTen(left.scale)), scale };
}

/** Negative, zero or positive like a comparer. */
export function compare(left: Decimal, right: Decimal): number {
  const [a, b] = aligned(left, right);
  return a < b ? -1 : a > b ? 1 : 0;
}

export const isZero = (value: Decimal): boolean => value.units === 0n;
export const sign = (value: Decimal): number => (value.units > 0n ? 1 : value.units < 0n ? -1 : 0);
export const absolute = (value: Decimal): Decimal => (value.units < 0n ? { units: -value.units, scale: value.scale } : value);

/** Whether the value is a whole number of increments. */
export function isMultipleOf(value: Decimal, increment: Decimal): boolean {
  const [a, b] = aligned(value, increment);
  return b !== 0n && a % b === 0n;
}

/** The largest multiple of the increment that is not above the value. */
export function floorTo(value: Decimal, increment: Decimal): Decimal {
  const [a, b, scale] = aligned(value, increment);
  const remainder = ((a % b) + b) % b;
  return { units: a - remainder, scale };
}

/** Decimals needed to write the value exactly: 2 for `0.010`. */
export function decimalsOf(value: Decimal): number {
  let { units, scale } = value;
  while (scale > 0 && units % 10n === 0n) {
    units /= 10n;
    scale -= 1;
  }
  return scale;
}

/** The units of the same value at another scale; throws when digits would be lost. */
export function toUnits(value: Decimal, scale: number): bigint {
  if (scale >= value.scale) return unitsAt(value, scale);
  const divisor = powerOfTen(value.scale - scale);
  if (value.units % divisor !== 0n) throw new RangeError(`${format(value)} has more than ${scale} decimals.`);
  return value.units / divisor;
}

/** Formats the value with at least `minimumDecimals` decimals, and more only when they are not zero. */
export function format(value: Decimal, minimumDecimals = 0): string {
  const decimals = Math.max(decimalsOf(value), minimumDecimals);
  const units = decimals >= value.scale ? unitsAt(value, decimals) : value.units / powerOfTen(value.scale - decimals);
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
  const cut = digits.length - decimals;
  const text = decimals === 0 ? digits : `${digits.slice(0, cut)}.${digits.slice(cut)}`;
  return units < 0n ? `-${text}` : text;
}

/** Like {@link format}, but truncated after `decimals` decimals and with thousands separators: for people, not for the server. */
export function display(value: Decimal, decimals: number): string {
  const cut = value.scale <= decimals ? value : { units: value.units / powerOfTen(value.scale - decimals), scale: decimals };
  const [whole = '', fraction] = format(cut, decimals).split('.');
  const grouped = whole.replace(/\B(?=(\d{3})+(?!\d))/g, ',');
  return fraction === undefined ? grouped : `${grouped}.${fraction}`;
}

/** A lossy number for drawing only: bar widths and charts. */
export const toNumber = (value: Decimal): number => Number(format(value));
