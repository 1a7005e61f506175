import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Depth } from '../src/contracts.ts';
import { DepthBook } from '../src/depth.ts';
import { tradingStateText } from '../src/views/market-words.ts';

function bookOf(changes: Partial<Depth>): DepthBook {
  const book = new DepthBook(2, 1);
  book.reset({ symbol: 'X', sequence: 1, bids: [], asks: [], state: 'continuous', ...changes });
  return book;
}

test('continuous trading says nothing', () => assert.equal(tradingStateText(bookOf({})), undefined));

test('a state without a crossed book is its word alone', () => assert.equal(tradingStateText(bookOf({ state: 'cancel_only' })), 'Cancel only'));

test('an auction tells price and quantity with the decimals of the instrument', () =>
  assert.equal(tradingStateText(bookOf({ state: 'opening_auction', indicativePx: '64250.5', indicativeQty: '3' })), 'Opening auction 64,250.50 × 3.0'));
