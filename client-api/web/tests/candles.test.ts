import assert from 'node:assert/strict';
import { test } from 'node:test';
import { CandleSeries } from '../src/candles.ts';
import type { Candle } from '../src/contracts.ts';

const candle = (openTime: string, open: string, high: string, low: string, close: string, volume: string): Candle => ({
  symbol: 'BTCUSD',
  priceKind: 'trade',
  minutes: 1,
  openTime: `2026-01-05T${openTime}:00.000000Z`,
  open,
  high,
  low,
  close,
  volume,
  tickCount: 1,
});

test('a minute replaces the minute in progress and begins the next', () => {
  const series = new CandleSeries(1);
  series.load([candle('10:00', '1', '2', '1', '2', '5')], []);
  series.applyMinute(candle('10:00', '1', '3', '1', '3', '6'));
  series.applyMinute(candle('10:01', '3', '3', '2', '2', '1'));
  assert.deepEqual(
    series.bars.map(({ close, volume }) => [close, volume]),
    [
      [3, 6],
      [2, 1],
    ],
  );
});

test('a longer candle takes extremes, the last close and only the growth of the volume', () => {
  const series = new CandleSeries(5);
  series.load([candle('10:00', '10', '12', '9', '11', '30')], [candle('10:02', '11', '11', '11', '11', '4')]);
  series.applyMinute(candle('10:02', '11', '13', '11', '12', '6'));
  series.applyMinute(candle('10:03', '12', '12', '8', '8', '1'));
  assert.deepEqual(series.bars, [{ time: Date.parse('2026-01-05T10:00:00Z') / 1000, open: 10, high: 13, low: 8, close: 8, volume: 33 }]);
  series.applyMinute(candle('10:05', '8', '9', '8', '9', '2'));
  assert.equal(series.bars.length, 2);
  assert.equal(series.bars[1]?.open, 8);
});

test('a minute from before the last candle is ignored', () => {
  const series = new CandleSeries(5);
  series.load([candle('10:05', '1', '1', '1', '1', '1')], []);
  assert.equal(series.applyMinute(candle('10:04', '9', '9', '9', '9', '9')), undefined);
  assert.equal(series.bars[0]?.high, 1);
});

test('older candles go in front, once', () => {
  const series = new CandleSeries(1);
  series.load([candle('10:02', '1', '1', '1', '1', '1')], []);
  assert.equal(series.prepend([candle('10:00', '1', '1', '1', '1', '1'), candle('10:01', '1', '1', '1', '1', '1'), candle('10:02', '7', '7', '7', '7', '7')]), 2);
  assert.equal(series.prepend([candle('10:01', '1', '1', '1', '1', '1')]), 0);
  assert.equal(series.bars.length, 3);
});
