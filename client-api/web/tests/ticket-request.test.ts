import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type InstrumentSpec, toSpec } from '../src/store.ts';
import { contentOf, named, sameContent, type TicketInput, validate } from '../src/ticket-request.ts';

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
const input = (changes: Partial<TicketInput> = {}): TicketInput => ({
  side: 'buy',
  orderType: 'limit',
  timeInForce: 'gtc',
  quantity: '1',
  price: '100.00',
  trigger: '',
  shown: '',
  postOnly: false,
  reduceOnly: false,
  stopLoss: '',
  takeProfit: '',
  ...changes,
});
const problems = (price: string, quantity: string, changes: Partial<InstrumentSpec> = {}): [boolean, boolean] => {
  const found = validate(spec(changes), input({ price, quantity }));
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
  assert.deepEqual(validate(spec(), input({ orderType: 'market', timeInForce: 'ioc', price: '' })), {});
});

test('each type asks for the prices that it has', () => {
  const wrong = (changes: Partial<TicketInput>): string[] => Object.keys(validate(spec(), input({ price: 'x', trigger: 'x', ...changes })));
  assert.deepEqual(wrong({}), ['price']);
  assert.deepEqual(wrong({ orderType: 'stop' }), ['trigger']);
  assert.deepEqual(wrong({ orderType: 'stop_limit' }), ['trigger', 'price']);
  assert.deepEqual(wrong({ orderType: 'trailing_stop' }), ['trigger']);
  assert.deepEqual(wrong({ orderType: 'market_if_touched' }), ['trigger']);
});

test('a trailing distance is above zero, also where prices may be below it', () => {
  const trail = (trigger: string): string[] => Object.keys(validate(spec({ allowsNegativePrices: true }), input({ orderType: 'trailing_stop', trigger })));
  assert.deepEqual(trail('-5'), ['trigger']);
  assert.deepEqual(trail('0.05'), []);
});

test('no more is shown than there is, and exits are on the grid', () => {
  assert.deepEqual(Object.keys(validate(spec(), input({ shown: '2', stopLoss: '1.01', takeProfit: 'x' }))), ['shown', 'stopLoss', 'takeProfit']);
  assert.deepEqual(validate(spec(), input({ shown: '0.5', stopLoss: '90', takeProfit: '110' })), {});
});

test('what does not fit the order is neither checked nor sent', () => {
  const odd = input({ timeInForce: 'ioc', shown: 'x', postOnly: true, reduceOnly: true, trigger: 'x' });
  assert.deepEqual(validate(spec(), odd), {});
  assert.deepEqual(contentOf(spec(), odd), {
    contingencyType: undefined,
    orders: [{ symbol: 'BTCUSD', side: 'buy', orderType: 'limit', timeInForce: 'ioc', orderQty: '1', price: '100' }],
  });
});

test('an order carries what was asked for', () => {
  const [order] = contentOf(spec({ kind: 'margined' }), input({ timeInForce: 'day', shown: '0.5', postOnly: true, reduceOnly: true })).orders;
  assert.deepEqual(order, {
    symbol: 'BTCUSD',
    side: 'buy',
    orderType: 'limit',
    timeInForce: 'day',
    orderQty: '1',
    price: '100',
    displayQty: '0.5',
    postOnly: 'reject',
    reduceOnly: true,
  });
  const [trail] = contentOf(spec(), input({ orderType: 'trailing_stop', trigger: '5.00' })).orders;
  assert.deepEqual([trail?.trailingOffset, trail?.stopPx, trail?.price], ['5', undefined, undefined]);
});

test('one exit is triggered by the order, both make a bracket', () => {
  const kinds = (changes: Partial<TicketInput>): unknown[] => {
    const { contingencyType, orders } = contentOf(spec(), input(changes));
    return [contingencyType, ...orders.map(({ side, orderType, stopPx, price }) => `${side} ${orderType} ${stopPx ?? price}`)];
  };
  assert.deepEqual(kinds({ stopLoss: '90' }), ['oto', 'buy limit 100', 'sell stop 90']);
  assert.deepEqual(kinds({ takeProfit: '110' }), ['oto', 'buy limit 100', 'sell limit 110']);
  assert.deepEqual(kinds({ stopLoss: '90', takeProfit: '110' }), ['bracket', 'buy limit 100', 'sell stop 90', 'sell limit 110']);
});

test('the same ticket gets the same names', () => {
  const content = contentOf(spec(), input({ stopLoss: '90' }));
  assert.ok(sameContent(content, contentOf(spec(), input({ stopLoss: '90.00' }))));
  assert.ok(!sameContent(content, contentOf(spec(), input({ stopLoss: '91' }))));
  assert.deepEqual(named(content, 'me').map(({ clientOrderId }) => clientOrderId), ['me', 'me-2']);
});
