import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DepthLevel, DepthUpdate } from '../src/contracts.ts';
import { cumulate, DepthBook } from '../src/depth.ts';

const level = (price: string, quantity: string, orderCount = 1): DepthLevel => ({ price, quantity, orderCount });
const update = (previousSequence: number, sequence: number, bids: DepthLevel[] = [], asks: DepthLevel[] = []): DepthUpdate => ({
  symbol: 'BTCUSD',
  previousSequence,
  sequence,
  bids,
  asks,
  checksum: 0,
  state: 'continuous',
});

function bookAt10(): DepthBook {
  const book = new DepthBook(2, 3);
  book.reset({ symbol: 'BTCUSD', sequence: 10, bids: [level('99.5', '1'), level('99.25', '2')], asks: [level('100.00', '0.5'), level('100.50', '4')], state: 'continuous' });
  return book;
}

const prices = (levels: readonly { price: bigint }[]): bigint[] => levels.map(({ price }) => price);

test('a snapshot orders both sides best first, whatever its order was', () => {
  const book = new DepthBook(2, 3);
  book.reset({ symbol: 'BTCUSD', sequence: 1, bids: [level('1.00', '1'), level('3', '1'), level('2.0', '1')], asks: [level('9', '1'), level('7', '1'), level('8', '1')], state: 'continuous' });
  assert.deepEqual(prices(book.bids), [300n, 200n, 100n]);
  assert.deepEqual(prices(book.asks), [700n, 800n, 900n]);
});

test('an update adds, replaces and removes levels', () => {
  const book = bookAt10();
  assert.equal(book.apply(update(10, 12, [level('99.50', '0'), level('99.4', '7', 3)], [level('100', '0.25')])), 'applied');
  assert.deepEqual(prices(book.bids), [9940n, 9925n]);
  assert.deepEqual(book.bids[0], { price: 9940n, quantity: 7000n, orderCount: 3 });
  assert.equal(book.asks[0]?.quantity, 250n);
  assert.equal(book.sequence, 12);
});

test('removing a level that is not there changes nothing', () => {
  const book = bookAt10();
  book.apply(update(10, 11, [level('98', '0')]));
  assert.deepEqual(prices(book.bids), [9950n, 9925n]);
});

test('an update from before the snapshot is stale, one that overlaps it is applied', () => {
  const book = bookAt10();
  assert.equal(book.apply(update(8, 10, [level('99.5', '9')])), 'stale');
  assert.equal(book.bids[0]?.quantity, 1000n);
  assert.equal(book.apply(update(9, 11, [level('99.5', '9')])), 'applied');
  assert.equal(book.bids[0]?.quantity, 9000n);
});

test('a gap is reported, and nothing is applied until the next snapshot', () => {
  const book = bookAt10();
  assert.equal(book.apply(update(11, 12, [level('99.5', '9')])), 'gap');
  assert.equal(book.sequence, undefined);
  assert.equal(book.apply(update(12, 13, [level('99.5', '8')])), 'gap');
  assert.equal(book.bids[0]?.quantity, 1000n);
  book.reset({ symbol: 'BTCUSD', sequence: 13, bids: [level('99.5', '8')], asks: [], state: 'continuous' });
  assert.equal(book.apply(update(13, 14, [], [level('101', '1')])), 'applied');
  assert.deepEqual(prices(book.asks), [10100n]);
});

test('negative prices keep their order', () => {
  const book = new DepthBook(1, 0);
  book.reset({ symbol: 'OIL', sequence: 1, bids: [level('-1.5', '1'), level('-0.5', '1')], asks: [level('0.5', '1'), level('-0.1', '1')], state: 'continuous' });
  assert.deepEqual(prices(book.bids), [-5n, -15n]);
  assert.deepEqual(prices(book.asks), [-1n, 5n]);
});

test('state and auction are those of the last snapshot or update', () => {
  const book = new DepthBook(2, 3);
  assert.deepEqual([book.state, book.indicative], ['continuous', undefined]);
  book.reset({ symbol: 'X', sequence: 1, bids: [], asks: [], state: 'opening_auction', indicativePx: '9.5', indicativeQty: '2' });
  assert.deepEqual([book.state, book.indicative], ['opening_auction', { price: 950n, quantity: 2000n }]);
  book.apply({ ...update(1, 2), state: 'closing_auction', indicativePx: '9.25', indicativeQty: '0.5' });
  assert.deepEqual([book.state, book.indicative], ['closing_auction', { price: 925n, quantity: 500n }]);
  book.apply({ ...update(2, 3), state: 'halted', indicativePx: null, indicativeQty: null });
  assert.deepEqual([book.state, book.indicative], ['halted', undefined]);
  book.apply(update(3, 4));
  assert.equal(book.state, 'continuous');
});

test('random updates leave the same book as a plain map of prices', () => {
  const book = new DepthBook(0, 0);
  book.reset({ symbol: 'X', sequence: 0, bids: [], asks: [], state: 'continuous' });
  const reference = new Map<number, number>();
  let state = 7;
  const next = (limit: number): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return (state >>> 16) % limit;
  };
  for (let sequence = 1; sequence <= 2000; sequence += 1) {
    const price = next(40);
    const quantity = next(4);
    book.apply(update(sequence - 1, sequence, [level(String(price), String(quantity))]));
    if (quantity === 0) reference.delete(price);
    else reference.set(price, quantity);
  }
  const expected = [...reference].sort(([a], [b]) => b - a).map(([price, quantity]) => ({ price: BigInt(price), quantity: BigInt(quantity), orderCount: 1 }));
  assert.ok(expected.length > 0);
  assert.deepEqual(book.bids, expected);
});

test('running totals are exact and limited to what is shown', () => {
  const book = bookAt10();
  assert.deepEqual(
    cumulate(book.asks, 5).map(({ cumulative }) => cumulative),
    [500n, 4500n],
  );
  assert.equal(cumulate(book.asks, 1).length, 1);
});
