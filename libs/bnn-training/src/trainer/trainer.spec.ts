import { softmaxCrossEntropy } from '@onebit/bitwise-kernels';
import { describe, expect, it } from 'vitest';
import type { Blueprint } from '../blueprint/blueprint.ts';
import { realTwin } from '../blueprint/real-twin.ts';
import { Random } from '../network/random.ts';
import type { TrainingState } from './state.ts';
import type { TrainingTask } from './task.ts';
import { train, type TrainingSettings } from './trainer.ts';

const blueprint: Blueprint = {
  id: 'rings',
  task: 'test',
  input: { kind: 'levels', shape: [16] },
  layers: [
    { op: 'input-sign', threshold: 128 },
    { op: 'dense', outputs: 64, precision: 'binary' },
    { op: 'batch-norm' },
    { op: 'sign', estimator: 'clipped', shift: false },
    { op: 'dense', outputs: 2, precision: 'binary' },
    { op: 'batch-norm' },
  ],
  labels: ['even', 'odd'],
};

/** Whether more of the first eight bits are set than of the last eight. */
function majorityTask(count: number): TrainingTask {
  const random = new Random(3);
  const samples = Float32Array.from({ length: count * 16 }, () => random.below(256));
  const labels = Uint8Array.from({ length: count }, (_, at) => {
    const bits = samples.subarray(at * 16, at * 16 + 16).map((v) => (v >= 128 ? 1 : 0));
    const sum = bits.reduce((total, bit, i) => total + (i < 8 ? bit : -bit), 0);
    return sum > 0 ? 1 : 0;
  });
  return {
    samples: count,
    batch(indices) {
      const out = new Float32Array(indices.length * 16);
      indices.forEach((index, at) =>
        out.set(samples.subarray(index * 16, index * 16 + 16), at * 16),
      );
      return out;
    },
    loss: (scores, indices) =>
      softmaxCrossEntropy(
        scores,
        [...indices].map((index) => labels[index]!),
      ),
    evaluate(infer) {
      const scores = infer(samples, count);
      let right = 0;
      labels.forEach((label, at) => {
        if ((scores[at * 2 + 1]! > scores[at * 2]! ? 1 : 0) === label) right += 1;
      });
      return right / count;
    },
  };
}

const settings: TrainingSettings = {
  epochs: 6,
  batchSize: 32,
  schedule: { kind: 'cosine' },
  seed: 5,
  latentRate: 1e-2,
  realRate: 1e-2,
};

describe('training', () => {
  it('learns with bits', async () => {
    const { best, history } = await train(blueprint, majorityTask(512), settings);
    expect(best.metric).toBeGreaterThan(0.95);
    expect(history).toHaveLength(6);
  });

  it('learns as its real-valued twin', async () => {
    const { best } = await train(realTwin(blueprint), majorityTask(512), settings);
    expect(best.metric).toBeGreaterThan(0.95);
  });

  it('gives the same bits in one go and resumed', async () => {
    const task = majorityTask(256);
    const states: TrainingState[] = [];
    const whole = await train(blueprint, task, settings, {
      onEpoch: (_, state) => void states.push(state),
    });
    const resumed = await train(blueprint, task, settings, {}, states[2]);
    const weights = (result: typeof whole) =>
      result.network.parameters.map(({ value }) => [...value.data]);
    expect(weights(resumed)).toEqual(weights(whole));
    expect(resumed.history.map(({ loss }) => loss)).toEqual(whole.history.map(({ loss }) => loss));
  });

  it('tells progress that never falls and ends at 1, and stops on a signal', async () => {
    const done: number[] = [];
    await train(blueprint, majorityTask(128), settings, {
      onProgress: (progress) => done.push(progress.done),
    });
    expect(done).toEqual([...done].sort((a, b) => a - b));
    expect(done.at(-1)).toBe(1);
    const stop = new AbortController();
    const run = train(blueprint, majorityTask(128), settings, {
      signal: stop.signal,
      onProgress: () => stop.abort(),
    });
    await expect(run).rejects.toMatchObject({ code: 'aborted' });
  });
});
