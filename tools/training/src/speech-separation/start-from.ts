import { readFile } from 'node:fs/promises';
import { readSafetensors, type Tensor } from '@onebit/bnn';
import {
  Random,
  TrainableNetwork,
  type Blueprint,
  type TrainingState,
  type TwinBlueprint,
} from '@onebit/bnn-training';
import { OnebitError } from '@onebit/errors';
import { FIRST_BLOCK, lastOf, type Layouts } from './layouts.ts';

/** Names of the best epoch's tensors in a checkpoint begin with this. */
const BEST = 'best/';

/** Weights that another run ended with. */
export interface EarlierWeights {
  readonly tensors: ReadonlyMap<string, Tensor>;
  /** Whether they are of the earlier layout: the network has to grow. */
  readonly grows: boolean;
}

/**
 * Reads the checkpoint of another run.
 *
 * @param path - of the checkpoint
 * @throws OnebitError `checkpoint-mismatch` where it cannot be read
 */
export async function readEarlier(path: string, layouts: Layouts): Promise<EarlierWeights> {
  const bytes = await readFile(path).catch((error: unknown) => {
    throw mismatch(`a checkpoint at ${path}`, (error as Error).message);
  });
  const { tensors } = readSafetensors(bytes);
  return { tensors, grows: !tensors.has(`${lastOf(layouts.dilations)}.weights`) };
}

/**
 * A fresh run's state with the weights of another run's best epoch: step, moments and random
 * numbers start anew. Blocks that the other network had not got begin by passing on what they are
 * given, so that the grown network answers as the other one did (Chen et al., Net2Net, 2016).
 *
 * @param seed - of the new run
 * @throws OnebitError `checkpoint-mismatch` where the weights fit no layout
 */
export function startFrom(
  { tensors, grows }: EarlierWeights,
  seed: number,
  blueprint: Blueprint | TwinBlueprint,
  layouts: Layouts,
): TrainingState {
  const blocks = matchBlocks(layouts.dilations, grows ? layouts.earlier : layouts.dilations);
  const lastThere = lastOf(grows ? layouts.earlier : layouts.dilations);
  const network = new TrainableNetwork(blueprint, seed);
  const floats = new Map<string, Float32Array>();
  for (const { name, value } of network.parameters) {
    floats.set(`${name}#first`, new Float32Array(value.data.length));
    floats.set(`${name}#second`, new Float32Array(value.data.length));
  }
  for (const { name, value } of [...network.parameters, ...network.buffers]) {
    const [layer = '', ...rest] = name.split('.');
    const at = Number(layer);
    const block = Math.floor((at - FIRST_BLOCK) / 2);
    const there =
      at < FIRST_BLOCK
        ? at
        : at === lastOf(layouts.dilations)
          ? lastThere
          : blocks[block] === undefined
            ? undefined
            : FIRST_BLOCK + 2 * blocks[block] + ((at - FIRST_BLOCK) % 2);
    const values = value.data.slice();
    if (there === undefined) {
      // Nothing comes out of the block's body, and what comes in passes the bend behind unbent.
      if (name.endsWith('.gain')) values.fill(0);
      if (name.endsWith('.slope')) values.fill(1);
    } else {
      const other = [there, ...rest].join('.');
      const found = tensors.get(BEST + other) ?? tensors.get(other);
      if (found?.bytes.byteLength !== values.byteLength) {
        throw mismatch(
          `${values.length} numbers ${other}`,
          `${found?.shape.join(' x ') ?? 'none'}`,
        );
      }
      values.set(new Float32Array(found.bytes.slice().buffer));
      const layer = blueprint.layers[at]!;
      const body = layer.op === 'shortcut' ? layer.body[Number(rest[0])] : undefined;
      if (layouts.fromCentred && body?.op === 'conv1d' && body.causal && rest[1] === 'weights') {
        lookBack(values, body);
      }
    }
    floats.set(name, values);
  }
  network.dispose();
  return {
    step: 0,
    orderState: new Random(seed + 1).state,
    networkState: new Random(seed).state,
    history: [],
    floats,
  };
}

/** Reorders the taps of filters [before, now, after] to [further before, before, now]. */
function lookBack(
  weights: Float32Array,
  { filters, taps }: { filters: number; taps: number },
): void {
  const perFilter = weights.length / filters;
  const channels = perFilter / taps;
  for (let filter = 0; filter < filters; filter++) {
    const own = weights.subarray(filter * perFilter, (filter + 1) * perFilter);
    const ahead = own.slice(perFilter - channels);
    own.copyWithin(channels, 0, perFilter - channels);
    own.set(ahead);
  }
}

/** Which block of an earlier layout each block is; undefined for those it had not got. */
function matchBlocks(
  dilations: readonly number[],
  earlier: readonly number[],
): readonly (number | undefined)[] {
  let next = 0;
  return dilations.map((dilation) => (earlier[next] === dilation ? next++ : undefined));
}

function mismatch(expected: string, received: string): OnebitError {
  return new OnebitError('checkpoint-mismatch', {
    expected,
    received,
    hint: 'Train the other model with --keep-checkpoint first.',
  });
}
