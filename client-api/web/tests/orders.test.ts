import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ExecutionReport, Order, OrdStatus } from '../src/contracts.ts';
import { hasLimit, nextPrice, OpenOrders, orderAfter } from '../src/orders.ts';

const order = (orderId: string, sequence: number, status: OrdStatus = 'new'): Order => ({
  orderId,
  clientOrderId: `c-${orderId}`,
  accountId: 1,
  symbol: 'BTCUSD',
  side: 'buy',
  orderType: 'limit',
  timeInForce: 'gtc',
  price: '1',
  orderQty: '1',
  cumQty: '0',
  leavesQty: '1',
  status,
  sequence,
  createdAt: `2026-01-01T00:00:0${orderId}Z`,
  updatedAt: '2026-01-01T00:00:00Z',
  place: status === 'new' || status === 'partially_filled' ? 'book' : 'none',
});
const ids = (orders: OpenOrders): string[] => orders.all.map(({ orderId }) => orderId);

test('a closed order leaves, an open one stays, the newest first', () => {
  const orders = new OpenOrders();
  orders.apply(order('1', 1));
  orders.apply(order('2', 2));
  orders.apply(order('1', 3, 'filled'));
  orders.apply(order('3', 4, 'partially_filled'));
  assert.deepEqual(ids(orders), ['3', '2']);
});

test('a late older state changes nothing', () => {
  const orders = new OpenOrders();
  orders.apply(order('1', 5, 'canceled'));
  orders.apply(order('1', 1));
  assert.deepEqual(ids(orders), []);
});

test('a snapshot replaces what was known before it was asked for', () => {
  const orders = new OpenOrders();
  orders.apply(order('1', 1));
  orders.beginSnapshot();
  orders.endSnapshot([order('2', 2)]);
  assert.deepEqual(ids(orders), ['2']);
});

test('a snapshot does not bring back an order that closed while it was read', () => {
  const orders = new OpenOrders();
  orders.apply(order('1', 1));
  orders.beginSnapshot();
  orders.apply(order('1', 2, 'filled'));
  orders.apply(order('2', 3));
  orders.endSnapshot([order('1', 1)]);
  assert.deepEqual(ids(orders), ['2']);
});

test('a snapshot that is newer than a live state wins', () => {
  const orders = new OpenOrders();
  orders.beginSnapshot();
  orders.apply(order('1', 1));
  orders.endSnapshot([order('1', 4, 'partially_filled')]);
  assert.equal(orders.get('1')?.status, 'partially_filled');
});

test('an order is drawn where it works next: at its trigger while it waits, else at its limit', () => {
  const stop: Order = { ...order('1', 1), orderType: 'stop_limit', place: 'trigger', stopPx: '3' };
  assert.equal(nextPrice(stop), '3');
  assert.equal(nextPrice({ ...stop, place: 'book' }), '1');
  assert.equal(nextPrice({ ...stop, orderType: 'stop', place: 'aggressing' }), '3');
  assert.equal(nextPrice({ ...order('1', 1), orderType: 'market' }), undefined);
  assert.deepEqual([hasLimit(stop), hasLimit({ ...stop, orderType: 'stop' }), hasLimit({ ...stop, orderType: 'market_to_limit' })], [true, false, true]);
});

test('what a report does not tell of an order stays as it was', () => {
  const known: Order = { ...order('1', 1), orderType: 'stop_limit', place: 'trigger', stopPx: '3', postOnly: 'reject' };
  const report: ExecutionReport = {
    sequence: 2,
    execType: 'triggered',
    orderId: '1',
    clientOrderId: 'c-1',
    accountId: 1,
    symbol: 'BTCUSD',
    side: 'buy',
    orderType: 'stop_limit',
    timeInForce: 'gtc',
    price: '1',
    orderQty: '1',
    cumQty: '0',
    leavesQty: '1',
    status: 'new',
    place: 'book',
    stopPx: '3',
    time: '2026-01-01T00:00:09Z',
  };
  const after = orderAfter(report, known);
  assert.deepEqual([after.place, after.postOnly, after.createdAt, after.updatedAt], ['book', 'reject', known.createdAt, report.time]);
});
