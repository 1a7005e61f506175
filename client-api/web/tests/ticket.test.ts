import assert from 'node:assert/strict';
import { test } from 'node:test';
import { format, parse } from '../src/decimal.ts';
import { type InstrumentSpec, toSpec } from '../src/store.ts';
import { notional, stepped, validate } from '../src/ticket.ts';

const spec = (changes: Partial<InstrumentSpec> = {}): InstrumentSpec =>
  toSpec({
    instrumentId: 1,
    symbol: 'BTCUSD',
    kind: 'spot',
    baseCurrency: 'BTC',
    quoteCurrency: 'USD',
    priceIncrement: '0.05',
    quantityIncrement: '0.001',
    contractSize: '1',
    minQuantity: '0.002',
    maxQuantity: '10',
    makerFeeRate: '0',
    takerFeeRate: '0',
    allowsNegativePrices: false,
    ...changes,
  });
const problems = (price: string, quantity: string, changes: Partial<InstrumentSpec> = {}): [boolean, boolean] => {
  const found = validate(spec(changes), { side: 'buy', orderType: 'limit', price, quantity });
  return [found.price !== undefined, found.quantity !== undefined];
};

test('prices and quantities on the grid and within limits pass', () => {
  assert.deepEqual(problems('64000.15', '0.002'), [false, false]);
  assert.deepEqual(problems('0.05', '10.000'), [false, false]);
});

test('what is off the grid, outside the limits or no number is refused', () => {
  assert.deepEqual(problems('64000.11', '0.0025'), [true, true]);
  assert.deepEqual(problems('0', '0.001'), [true, true]);
  assert.deepEqual(problems('-5', '10.001'), [true, true]);
  assert.deepEqual(problems('', '1e1'), [true, true]);
});

test('negative prices pass where the instrument allows them', () => {
  assert.deepEqual(problems('-5', '1', { allowsNegativePrices: true }), [false, false]);
});

test('a market order needs no price', () => {
  assert.deepEqual(validate(spec(), { side: 'sell', orderType: 'market', price: '', quantity: '1' }), {});
});

test('the value is exact', () => {
  const value = notional(spec({ contractSize: '100' }), '64000.15', '0.003');
  assert.equal(value && format(value), '19200.045');
  assert.equal(notional(spec(), '', '1'), undefined);
});

test('arrow keys move along the grid', () => {
  const step = parse('0.05');
  assert.equal(stepped('1.00', step, 1, 2), '1.05');
  assert.equal(stepped('1.00', step, -10, 2), '0.50');
  assert.equal(stepped('1.02', step, 1, 2), '1.05');
  assert.equal(stepped('1.02', step, -1, 2), '1.00');
  assert.equal(stepped('x', step, 1, 2), 'x');
});
