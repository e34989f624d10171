/**
 * A short training run with a checkpoint an epoch, in a process that may be killed at any moment:
 *
 *   node killed-training.mjs FOLDER
 *
 * A run that finds a checkpoint goes on from it. The last line is the digest of the trained weights.
 */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { softmaxCrossEntropy } from '@onebit/bitwise-kernels';
import { Random, train } from '../dist/index.js';
import { readCheckpoint, writeCheckpoint } from '../dist/node/index.js';

const SAMPLES = 512;
const FEATURES = 24;
const fingerprint = 'killed training';
const checkpoint = join(process.argv[2], 'run.checkpoint');

const blueprint = {
  id: 'killed',
  task: 'test',
  input: { kind: 'levels', shape: [FEATURES] },
  layers: [
    { op: 'input-sign', threshold: 128 },
    { op: 'dense', outputs: 512, precision: 'binary' },
    { op: 'batch-norm' },
    { op: 'dropout', share: 0.1 },
    { op: 'sign', estimator: 'clipped', shift: true },
    { op: 'dense', outputs: 2, precision: 'binary' },
    { op: 'batch-norm' },
  ],
  labels: ['few', 'many'],
};
const random = new Random(9);
const samples = Float32Array.from({ length: SAMPLES * FEATURES }, () => random.below(256));
const classOf = (index) => {
  const bright = samples
    .subarray(index * FEATURES, (index + 1) * FEATURES)
    .filter((value) => value >= 128).length;
  return bright > FEATURES / 2 ? 1 : 0;
};
const labels = Array.from({ length: SAMPLES }, (_, index) => classOf(index));

const task = {
  samples: SAMPLES,
  batch(indices) {
    const out = new Float32Array(indices.length * FEATURES);
    indices.forEach((index, at) =>
      out.set(samples.subarray(index * FEATURES, (index + 1) * FEATURES), at * FEATURES),
    );
    return out;
  },
  loss: (scores, indices) =>
    softmaxCrossEntropy(
      scores,
      Array.from(indices, (index) => labels[index]),
    ),
  evaluate(infer) {
    const scores = infer(samples, SAMPLES);
    const right = labels.filter(
      (label, at) => (scores[at * 2 + 1] > scores[at * 2] ? 1 : 0) === label,
    );
    return right.length / SAMPLES;
  },
};

const settings = {
  epochs: 60,
  batchSize: 32,
  schedule: { kind: 'cosine' },
  seed: 4,
  latentRate: 1e-2,
  realRate: 1e-2,
};

const start = await readCheckpoint(checkpoint, fingerprint);
console.log(`from epoch ${start?.history.length ?? 0}`);
const { network } = await train(
  blueprint,
  task,
  settings,
  {
    async onEpoch({ epoch }, state) {
      console.log(`writing epoch ${epoch}`);
      await writeCheckpoint(checkpoint, state, fingerprint);
    },
  },
  start,
);
const digest = createHash('sha256');
for (const { value } of [...network.parameters, ...network.buffers]) {
  digest.update(new Uint8Array(value.data.slice().buffer));
}
console.log(`weights ${digest.digest('hex')}`);
