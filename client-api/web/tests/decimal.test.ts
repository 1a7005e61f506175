import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as decimal from '../src/decimal.ts';

const parse = decimal.parse;

test('reads what the server writes and what people type', () => {
  assert.deepEqual(parse('123.450'), { units: 123450n, scale: 3 });
  assert.deepEqual(parse('-0.01'), { units: -1n, scale: 2 });
  assert.deepEqual(parse(' .5 '), { units: 5n, scale: 1 });
  assert.deepEqual(parse('7.'), { units: 7n, scale: 0 });
});

test('refuses what is no plain decimal', () => {
  for (const text of ['', '.', '-', '1e5', '1,000', '0x10', 'NaN', '1.2.3', '--1']) assert.equal(decimal.tryParse(text), undefined, text);
  assert.throws(() => parse('abc'), RangeError);
});

test('adds and subtracts without float errors', () => {
  assert.equal(decimal.format(decimal.add(parse('0.1'), parse('0.2'))), '0.3');
  assert.equal(decimal.format(decimal.subtract(parse('1'), parse('0.99999999'))), '0.00000001');
  assert.equal(decimal.format(decimal.add(parse('9007199254740993'), parse('0.00000001'))), '9007199254740993.00000001');
});

test('multiplies exactly', () => {
  assert.equal(decimal.format(decimal.multiply(parse('64250.15'), parse('0.00100001'))), '64.2507925015');
  assert.equal(decimal.format(decimal.multiply(parse('-1.5'), parse('2'))), '-3');
});

test('divides with a named number of decimals, cut towards zero', () => {
  assert.equal(decimal.format(decimal.divideDown(parse('1'), parse('3'), 4)), '0.3333');
  assert.equal(decimal.format(decimal.divideDown(parse('-1'), parse('3'), 2)), '-0.33');
  assert.throws(() => decimal.divideDown(parse('1'), parse('0.0'), 2), RangeError);
});

test('compares across scales', () => {
  assert.equal(decimal.compare(parse('1.10'), parse('1.1')), 0);
  assert.equal(decimal.compare(parse('-2'), parse('1')), -1);
  assert.equal(decimal.compare(parse('0.10000001'), parse('0.1')), 1);
});

test('knows whole increments', () => {
  assert.equal(decimal.isMultipleOf(parse('0.3'), parse('0.1')), true);
  assert.equal(decimal.isMultipleOf(parse('1.25'), parse('0.5')), false);
  assert.equal(decimal.isMultipleOf(parse('-1.5'), parse('0.25')), true);
  assert.equal(decimal.isMultipleOf(parse('1'), parse('0')), false);
});

test('floors to an increment, also below zero', () => {
  assert.equal(decimal.format(decimal.floorTo(parse('1.29'), parse('0.25'))), '1.25');
  assert.equal(decimal.format(decimal.floorTo(parse('-1.1'), parse('0.5'))), '-1.5');
});

test('formats with the decimals that the instrument asks for', () => {
  assert.equal(decimal.format(parse('100'), 2), '100.00');
  assert.equal(decimal.format(parse('100.12500'), 2), '100.125');
  assert.equal(decimal.format(parse('-0.05'), 1), '-0.05');
  assert.equal(decimal.decimalsOf(parse('0.0100')), 2);
  assert.equal(decimal.decimalsOf(parse('5')), 0);
});

test('displays grouped and cut for people', () => {
  assert.equal(decimal.display(parse('1234567.891'), 2), '1,234,567.89');
  assert.equal(decimal.display(parse('-1234.5'), 2), '-1,234.50');
  assert.equal(decimal.display(parse('999'), 0), '999');
});

test('changes scale only when nothing is lost', () => {
  assert.equal(decimal.toUnits(parse('1.5'), 3), 1500n);
  assert.equal(decimal.toUnits(parse('1.500'), 1), 15n);
  assert.throws(() => decimal.toUnits(parse('1.55'), 1), RangeError);
});
