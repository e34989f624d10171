import { describe, expect, it } from 'vitest';
import {
  type BimonnSettings,
  binarise,
  diceOfAll,
  diskorect,
  median,
  pairsOf,
  sequence,
  trainBimonn,
} from '../../index.ts';
import { finish } from '../../sequence/slices.ts';

const pictures = diskorect(20, 3, { noise: 0.03 });
const fresh = diskorect(8, 8);
const modes = ['nearest', 'constant-set', 'order-statistic'] as const;

const trained = (text: string, settings: Omit<BimonnSettings, 'seed'>) =>
  finish(trainBimonn(pairsOf(sequence(text), pictures), { ...settings, seed: 1 }));

describe('training networks of BiSE and LUI units', () => {
  it.each(['dilate:hline3', 'erode:cross3'])(
    '%s is learned by one neuron and found exact',
    (text) => {
      const network = trained(text, { layers: [{ channels: 1, side: 3 }], steps: 400 });
      expect(network.activated).toEqual({ units: 1, exact: 1 });
      const target = sequence(text);
      const results = network.apply(fresh);
      const compared = fresh.map((image, at) => ({
        before: results[at]!,
        after: target.apply(image),
      }));
      expect(diceOfAll(compared, 1)).toBe(1);
      for (const mode of modes) {
        expect(binarise(network, mode, pictures).toString()).toBe(`${text}(x)`);
      }
    },
    60_000,
  );

  it('an opening is learned by two layers, the order found by itself', () => {
    const layer = { channels: 1, side: 3 };
    const network = trained('open:hline3', { layers: [layer, layer], steps: 800 });
    expect(binarise(network, 'nearest').toString()).toBe('dilate:hline3(erode:hline3(x))');
    expect(network.frame).toBe(2);
  }, 60_000);

  it('a gradient is learned by two channels, a complement and an intersection', () => {
    const network = trained('gradient:cross3', {
      layers: [
        { channels: 2, side: 3 },
        { channels: 1, side: 1, complements: true },
      ],
      steps: 1000,
      rate: 0.1,
    });
    const target = sequence('gradient:cross3');
    const binary = binarise(network, 'nearest');
    expect(binary.layers[1]!.lui).toHaveLength(1);
    for (const image of fresh) {
      const pair = { before: binary.apply(image), after: target.apply(image) };
      expect(diceOfAll([pair], 2)).toBe(1);
    }
  }, 60_000);

  it('the same seed gives the same weights, another one others', () => {
    const settings = { layers: [{ channels: 1, side: 3 }], steps: 30 };
    const pairs = pairsOf(sequence('dilate:cross3'), pictures);
    const weightsOf = (seed: number) =>
      finish(trainBimonn(pairs, { ...settings, seed })).layers[0]!.bise[0]![0]!.weights;
    expect(weightsOf(4)).toEqual(weightsOf(4));
    expect(weightsOf(4)).not.toEqual(weightsOf(5));
  });
});

describe('what is no operator', () => {
  it('is kept as a weighted order statistic: a median', () => {
    const pairs = pictures.map((before) => ({
      before,
      after: median(before, { width: 3, height: 3 }),
    }));
    const network = finish(
      trainBimonn(pairs, { layers: [{ channels: 1, side: 3 }], steps: 500, seed: 2 }),
    );
    expect(network.activated.exact).toBe(0);
    const binary = binarise(network, 'order-statistic', pictures);
    const [[unit]] = binary.layers[0]!.bise as [[(typeof binary.layers)[0]['bise'][0][0]]];
    expect(unit).toMatchObject({ kind: 'order-statistic', threshold: 5 });
    expect(binary.toString()).toBe('5-of-9(x)');
    for (const image of fresh) {
      const after = median(image, { width: 3, height: 3 });
      expect(diceOfAll([{ before: binary.apply(image), after }], 1)).toBe(1);
    }
  }, 60_000);
});

describe('refusals', () => {
  const pairs = pairsOf(sequence('dilate:cross3'), pictures);
  const code = (name: string) => expect.objectContaining({ code: name });
  const training = (settings: Omit<BimonnSettings, 'seed'>) => () =>
    trainBimonn(pairs, { ...settings, seed: 1 }).next();

  it('name what does not fit', () => {
    expect(training({ layers: [] })).toThrow(code('value-invalid'));
    expect(training({ layers: [{ channels: 2, side: 3 }] })).toThrow(code('value-invalid'));
    expect(training({ layers: [{ channels: 1, side: 4 }] })).toThrow(code('value-invalid'));
    expect(training({ layers: [{ channels: 1, side: 51 }] })).toThrow(code('value-invalid'));
    expect(training({ layers: [{ channels: 1, side: 3 }], starts: [[]] })).toThrow(
      code('value-invalid'),
    );
    const [small] = diskorect(1, 1, { size: 20 });
    const mixed = [...pairs, { before: small!, after: small! }];
    const layers = [{ channels: 1, side: 3 }];
    expect(() => trainBimonn(mixed, { layers, seed: 1 }).next()).toThrow(code('size-mismatch'));
    const network = finish(trainBimonn(pairs, { layers, steps: 1, seed: 1 }));
    expect(() => network.apply([pictures[0]!, small!])).toThrow(code('size-mismatch'));
    expect(() => binarise(network, 'order-statistic')).toThrow(code('value-invalid'));
  });
});
