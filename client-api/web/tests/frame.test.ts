import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FrameScheduler } from '../src/frame.ts';

function manualFrames(): { request: (callback: () => void) => void; run: () => void; pending: () => number } {
  let callbacks: (() => void)[] = [];
  return {
    request: (callback) => void callbacks.push(callback),
    run: () => {
      const due = callbacks;
      callbacks = [];
      for (const callback of due) callback();
    },
    pending: () => callbacks.length,
  };
}

test('a thousand messages cost one frame and one rendering', () => {
  const frames = manualFrames();
  const scheduler = new FrameScheduler<'depth' | 'trades'>(frames.request);
  let rendered = 0;
  scheduler.on(['depth', 'trades'], () => (rendered += 1));
  for (let i = 0; i < 1000; i += 1) scheduler.touch('depth', 'trades');
  assert.equal(frames.pending(), 1);
  frames.run();
  assert.equal(rendered, 1);
});

test('only touched topics are rendered, and a touch while rendering waits for the next frame', () => {
  const frames = manualFrames();
  const scheduler = new FrameScheduler<'depth' | 'trades'>(frames.request);
  const log: string[] = [];
  scheduler.on(['depth'], () => {
    log.push('depth');
    if (log.length === 1) scheduler.touch('depth');
  });
  scheduler.on(['trades'], () => log.push('trades'));
  scheduler.touch('depth');
  frames.run();
  assert.deepEqual(log, ['depth']);
  frames.run();
  assert.deepEqual(log, ['depth', 'depth']);
});
