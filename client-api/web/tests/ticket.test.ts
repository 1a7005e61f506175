import assert from 'node:assert/strict';
import { test } from 'node:test';
import { format, parse } from '../src/decimal.ts';
import { type InstrumentSpec, toSpec } from '../src/store.ts';
import { notional, stepped } from '../src/ticket.ts';

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
