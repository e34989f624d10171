import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { causalModel } from './causal-model.fixture.ts';
import { SAMPLE_RATE, SpeechSeparator } from './index.ts';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

const separator = await SpeechSeparator.load({ model: causalModel() });
const second = Float32Array.from({ length: SAMPLE_RATE }, (_, at) => 0.3 * Math.sin(at * 0.3));

/** Bytes that are still held after everything else was collected. */
function held(): number {
  collect();
  collect();
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

/**
 * How many bytes a second of sound leaves behind, over minutes of it, from the first one on: the
 * least of three stretches, for a leak is in each and what the runtime compiles is not.
 */
function bytesASecond(keep: (part: readonly Float32Array[]) => void): number {
  using stream = separator.stream();
  const push = (seconds: number): void => {
    for (let at = 0; at < seconds; at++) keep(stream.push(second));
  };
  push(60);
  const stretches = [0, 1, 2].map(() => {
    const before = held();
    push(100);
    return (held() - before) / 100;
  });
  return Math.min(...stretches);
}

describe('the memory of a stream', () => {
  it('grows by a line of the report a second, and by nothing else', () => {
    // 32 bytes a second, in an array that doubles; the rest is what the runtime keeps of itself.
    expect(bytesASecond(() => undefined)).toBeLessThan(1000);
  });

  it('is seen to grow where something is kept: a thousand samples of each second', () => {
    const kept: Float32Array[] = [];
    const leak = bytesASecond(([first]) => kept.push(first!.slice(0, 1000)));
    expect(leak).toBeGreaterThan(3500);
    expect(kept.length).toBe(360);
  });
});
