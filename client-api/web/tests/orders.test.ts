import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Order, OrdStatus } from '../src/contracts.ts';
import { OpenOrders } from '../src/orders.ts';

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
