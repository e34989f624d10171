import { describe, expect, it } from 'vitest';
import { withKernels } from '@onebit/bitwise-kernels';
import { networkZoo, randomInput, randomModel } from '../testing/random-networks.ts';
import { BinaryNetwork } from './binary-network.ts';
import { runReference } from './reference.ts';

const zoo = Object.entries(networkZoo);

/** Exact for whole numbers; reals may differ by the rounding of sums of floats. */
function expectClose(found: ArrayLike<number>, expected: ArrayLike<number>, exact: boolean): void {
  expect(found.length).toBe(expected.length);
  const largest = Array.from(expected).reduce((max, value) => Math.max(max, Math.abs(value)), 1);
  for (let at = 0; at < expected.length; at++) {
    const difference = Math.abs(found[at]! - expected[at]!);
    expect(difference).toBeLessThanOrEqual(exact ? 0 : 1e-5 * largest);
  }
}

describe('a compiled network', () => {
  it.each(zoo)('answers as the reference: %s', (name, { input, layers }) => {
    for (let seed = 1; seed <= 4; seed++) {
      const model = randomModel(input, layers, seed);
      using network = BinaryNetwork.compile(model);
      const sample = randomInput(input, seed + 50);
      const batch = input.kind === 'levels' ? Uint8Array.from(sample) : sample;
      expectClose(network.run(batch), runReference(model, sample), name.startsWith('pictures'));
    }
  });

  it.each(zoo)('answers each sample of a batch as alone: %s', (_name, { input, layers }) => {
    const model = randomModel(input, layers);
    using network = BinaryNetwork.compile(model);
    const samples = [1, 2, 3].map((seed) => randomInput(input, seed));
    const size = samples[0]!.length;
    const batch = new Float32Array(3 * size);
    samples.forEach((sample, at) => batch.set(sample, at * size));
    const together = network.run(batch);
    samples.forEach((sample, at) => {
      const alone = network.run(sample);
      expect([...together.subarray(at * alone.length, (at + 1) * alone.length)]).toEqual([
        ...alone,
      ]);
    });
  });

  it.each(zoo)(
    'gives the same bits on every variant of the kernels: %s',
    (_name, { input, layers }) => {
      const model = randomModel(input, layers);
      const sample = randomInput(input);
      const answers = (['simd', 'scalar', 'reference'] as const).map((variant) =>
        withKernels(variant, () => {
          using network = BinaryNetwork.compile(model);
          return [...network.run(sample)];
        }),
      );
      expect(answers[1]).toEqual(answers[0]);
      expect(answers[2]).toEqual(answers[0]);
    },
  );

  it('refuses half a sample and use after dispose', () => {
    const { input, layers } = networkZoo['dense on bits']!;
    const network = BinaryNetwork.compile(randomModel(input, layers));
    expect(() => network.run(new Uint8Array(44))).toThrow(/whole number of samples/);
    network.dispose();
    network.dispose();
    expect(() => network.run(new Uint8Array(45))).toThrow(/disposed/);
    expect(() => BinaryNetwork.compile(randomModel(input, layers)).stream()).toThrow(/over time/);
  });
});

describe('a stream', () => {
  const { input, layers } = networkZoo['time, dilated']!;

  it.each([[[1]], [[40]], [[3, 7, 1, 12]], [[13, 0, 2]]])(
    'in pieces of %j equals the whole signal, bit for bit',
    (pieces) => {
      const network = BinaryNetwork.compile(randomModel(input, layers));
      const channels = input.shape[1]!;
      const signal = randomInput({ ...input, shape: [57, channels] }, 9);
      const whole = network.runSignal(signal);
      const stream = network.stream();
      const answers: number[] = [];
      for (let at = 0, piece = 0; at < 57; piece++) {
        const frames = Math.min(pieces[piece % pieces.length]!, 57 - at);
        answers.push(...stream.push(signal.subarray(at * channels, (at + frames) * channels)));
        at += frames;
      }
      answers.push(...stream.end());
      expect(answers).toEqual([...whole]);
    },
  );

  it('of a centred network answers later by its look-ahead, and the same', () => {
    const centred = layers.map((layer) =>
      layer.op !== 'shortcut'
        ? layer
        : {
            ...layer,
            body: layer.body.map((inner) =>
              inner.op === 'conv1d'
                ? { ...inner, padding: { sides: [4, 4] as const, value: 1 as const } }
                : inner,
            ),
          },
    );
    const network = BinaryNetwork.compile(randomModel(input, centred));
    const channels = input.shape[1]!;
    const signal = randomInput({ ...input, shape: [30, channels] }, 4);
    const stream = network.stream();
    expect(stream.delay).toBe(4);
    const first = stream.push(signal.subarray(0, 10 * channels));
    expect(first.length).toBe(((10 - 4) * network.outputs) / input.shape[0]!);
    const rest = [...stream.push(signal.subarray(10 * channels)), ...stream.end()];
    expect([...first, ...rest]).toEqual([...network.runSignal(signal)]);
  });
});
