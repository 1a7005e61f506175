import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Recent } from '../src/recent.ts';

const numbers = (limit: number): Recent<number> => new Recent(String, (a, b) => a > b, limit);

test('items come newest first and once, in whatever order they arrive', () => {
  const recent = numbers(10);
  assert.deepEqual(recent.add([3, 4]), [3, 4]);
  assert.deepEqual(recent.add([4, 1, 3, 2]), [1, 2]);
  assert.deepEqual(recent.items, [4, 3, 2, 1]);
});

test('the oldest are dropped at the limit, and an older one does not come back', () => {
  const recent = numbers(2);
  recent.add([1, 2, 3]);
  assert.deepEqual(recent.items, [3, 2]);
  assert.deepEqual(recent.add([1]), []);
  assert.deepEqual(recent.items, [3, 2]);
});
