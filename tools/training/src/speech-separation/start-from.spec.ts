import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  Random,
  TrainableNetwork,
  type Blueprint,
  type LayerBlueprint,
  type TrainingState,
} from '@onebit/bnn-training';
import { writeCheckpoint } from '@onebit/bnn-training/node';
import { describe, expect, it } from 'vitest';
import { readEarlier, startFrom } from './start-from.ts';

const overTime = (filters: number, taps: number, precision: 'binary' | 'real'): LayerBlueprint => ({
  op: 'conv1d',
  filters,
  taps,
  dilation: 1,
  causal: false,
  padValue: precision === 'binary' ? 1 : 0,
  precision,
});

/** A separating network in small: as many blocks as dilations. */
const networkOf = (dilations: readonly number[]): Blueprint => ({
  id: 'small',
  task: 'test',
  input: { kind: 'reals', shape: [12, 5] },
  layers: [
    { op: 'input-quantise', scale: 24, offset: 0 },
    overTime(6, 1, 'real'),
    { op: 'batch-norm' },
    { op: 'prelu', shifts: true },
    ...dilations.flatMap((dilation): LayerBlueprint[] => [
      {
        op: 'shortcut',
        pool: 1,
        repeat: 1,
        body: [
          { op: 'sign', estimator: 'quadratic', shift: true },
          { ...overTime(6, 3, 'binary'), dilation } as LayerBlueprint,
          { op: 'batch-norm' },
        ],
      },
      { op: 'prelu', shifts: true },
    ]),
    overTime(5, 1, 'real'),
  ],
  labels: ['a', 'b', 'c', 'd', 'e'],
});

const layouts = { dilations: [1, 2, 4, 1, 2, 8], earlier: [1, 2, 1, 2] };

/** A network that has learned something, if only by chance. */
function learned(dilations: readonly number[]): TrainableNetwork {
  const network = new TrainableNetwork(networkOf(dilations), 5);
  const random = new Random(6);
  for (const { value, name } of network.parameters) {
    if (name.endsWith('weights')) continue;
    for (let at = 0; at < value.data.length; at++) value.data[at]! += random.uniform() - 0.5;
  }
  return network;
}

/** The weights of a network as the checkpoint of its run would give them back. */
async function throughCheckpoint(network: TrainableNetwork) {
  const folder = await mkdtemp(join(tmpdir(), 'start-from-'));
  try {
    const path = join(folder, 'small.checkpoint');
    const floats = new Map(
      [...network.parameters, ...network.buffers].map(({ name, value }) => [
        name,
        value.data.slice(),
      ]),
    );
    const state: TrainingState = {
      step: 1,
      orderState: [1, 2, 3, 4],
      networkState: [1, 2, 3, 4],
      history: [],
      floats,
    };
    await writeCheckpoint(path, state, 'test');
    return await readEarlier(path, layouts);
  } finally {
    await rm(folder, { recursive: true });
  }
}

function answersOf(state: TrainingState, input: Float32Array): Float32Array {
  const network = new TrainableNetwork(networkOf(layouts.dilations), 9);
  for (const { name, value } of [...network.parameters, ...network.buffers]) {
    value.data.set(state.floats.get(name)!);
  }
  return network.infer(input, 1);
}

describe('a run that starts from the weights of another', () => {
  const random = new Random(1);
  const input = Float32Array.from({ length: 60 }, () => random.uniform() * 4 - 2);

  it.each([
    ['grown from fewer blocks', layouts.earlier],
    ['of the same layout', layouts.dilations],
  ])('answers as the other did, %s', async (_, dilations) => {
    const other = learned(dilations);
    const earlier = await throughCheckpoint(other);
    expect(earlier.grows).toBe(dilations === layouts.earlier);
    const state = startFrom(earlier, 2, networkOf(layouts.dilations), layouts);
    const found = answersOf(state, input);
    other.infer(input, 1).forEach((value, at) => expect(found[at]!).toBeCloseTo(value, 4));
  });

  it('turns blocks that looked ahead so that they look back alone', async () => {
    const other = learned(layouts.dilations);
    const centred = networkOf(layouts.dilations);
    const causal: Blueprint = {
      ...centred,
      layers: centred.layers.map((layer) =>
        layer.op === 'shortcut'
          ? {
              ...layer,
              body: layer.body.map((inner) =>
                inner.op === 'conv1d' ? { ...inner, causal: true } : inner,
              ),
            }
          : layer,
      ),
    };
    const earlier = await throughCheckpoint(other);
    const { floats } = startFrom(earlier, 2, causal, { ...layouts, fromCentred: true });
    const weights = other.parameters.find(({ name }) => name === '4.1.weights')!.value.data;
    const [before, now, after] = [0, 1, 2].map((tap) => [
      ...weights.subarray(tap * 6, tap * 6 + 6),
    ]);
    expect([...floats.get('4.1.weights')!.subarray(0, 18)]).toEqual([
      ...after!,
      ...before!,
      ...now!,
    ]);
  });

  it('refuses weights of another width', async () => {
    const earlier = await throughCheckpoint(learned(layouts.earlier));
    const wide = networkOf(layouts.dilations);
    const layers = wide.layers.map((layer, at) =>
      at === 1 ? overTime(7, 1, 'real') : layer.op === 'conv1d' ? overTime(5, 1, 'real') : layer,
    );
    const widened: Blueprint = { ...wide, layers: [...layers.slice(0, 4), layers.at(-1)!] };
    expect(() => startFrom(earlier, 2, widened, { dilations: [], earlier: [] })).toThrow(
      /checkpoint/,
    );
  });
});
