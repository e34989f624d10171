import { OnebitError } from '@onebit/errors';
import type { BitImage } from '@onebit/image';
import type { Bimonn, TrainedLayer, TrainedUnit } from './bimonn.ts';
import { type BinaryUnit, applyChannelUnit, applyWindowUnit, nameOfUnit } from './binary-unit.ts';
import { orderStatisticOf } from './order-statistic.ts';
import { batchString, bytesOfAll, fillBatch, interiorOf, windowShifts } from './picture-batch.ts';
import { constantSetProjection, exactOperator, nearestOperator } from './threshold-unit.ts';

/**
 * What becomes of a unit that satisfies no operator's inequality:
 *
 * - `nearest`: the operator whose inequality it misses by least (Aouad and Talbot, 2022)
 * - `constant-set`: the operator of the nearest unit with constant weights (Aouad and Talbot, 2024)
 * - `order-statistic`: it stays what it is, with small whole weights
 *
 * A unit that satisfies one becomes that operator in every mode.
 */
export type Binarisation = 'nearest' | 'constant-set' | 'order-statistic';

/** A layer on bits. */
export interface BinaryLayer {
  readonly side: number;
  readonly bise: readonly (readonly BinaryUnit[])[];
  readonly lui: readonly BinaryUnit[] | undefined;
}

/** A network on bits: operators, unions, intersections and weighted order statistics. */
export class BinaryBimonn {
  readonly layers: readonly BinaryLayer[];

  /** @internal */
  constructor(layers: readonly BinaryLayer[]) {
    this.layers = layers;
  }

  /** Filters a picture; off it everything reads 0 in every layer. */
  apply(image: BitImage): BitImage {
    let channels: BitImage[] = [image];
    for (const layer of this.layers) {
      const next = runLayer(layer, channels);
      for (const channel of channels) if (channel !== image) channel.dispose();
      channels = next;
    }
    return channels[0]!;
  }

  /** The network as an expression in the picture x. */
  toString(): string {
    let channels = ['x'];
    for (const { side, bise, lui } of this.layers) {
      channels = bise.map((row, output) => {
        const given = row.map((unit, input) => `${nameOfUnit(unit, side)}(${channels[input]!})`);
        const union = lui?.[output];
        if (union === undefined) return given[0]!;
        const used = given.filter((_, input) =>
          union.kind === 'order-statistic' ? union.weights[input]! > 0 : union.set[input] === 1,
        );
        return used.length === 1 && union.kind !== 'order-statistic' && !union.complement
          ? used[0]!
          : `${nameOfUnit(union)}(${used.join(', ')})`;
      });
    }
    return channels[0]!;
  }
}

/**
 * Turns a trained network into one on bits.
 *
 * @param network - from {@link trainBimonn}
 * @param mode - what becomes of units that are no operator
 * @param pictures - of one size, for `order-statistic`: whole weights are found on them
 * @throws OnebitError `value-invalid` for `order-statistic` without pictures
 *
 * @example
 * ```ts
 * import { binarise, diskorect, pairsOf, sequence, trainBimonn } from '@onebit/morphology';
 * const pairs = pairsOf(sequence('erode:hline3'), diskorect(20, 3));
 * const training = trainBimonn(pairs, { layers: [{ channels: 1, side: 3 }], steps: 300, seed: 1 });
 * let turn = training.next();
 * while (!turn.done) turn = training.next();
 * const filter = binarise(turn.value, 'constant-set');
 * console.log(filter.apply(pairs[0].before).width, filter.toString()); // 50 erode:hline3(x)
 * ```
 */
export function binarise(
  network: Bimonn,
  mode: Binarisation,
  pictures: readonly BitImage[] = [],
): BinaryBimonn {
  if (mode === 'order-statistic' && pictures.length === 0) {
    throw new OnebitError('value-invalid', {
      expected: 'pictures to find whole weights on',
      received: 'none',
      hint: 'Give pictures like those that the network learned from.',
    });
  }
  const layers: BinaryLayer[] = [];
  let channels = pictures.map((picture) => [picture]);
  for (const layer of network.layers) {
    const binary = binaryLayer(layer, mode, channels);
    layers.push(binary);
    const next = channels.map((planes) => runLayer(binary, planes));
    for (const [at, planes] of channels.entries()) {
      for (const plane of planes) if (plane !== pictures[at]) plane.dispose();
    }
    channels = next;
  }
  for (const plane of channels.flat()) plane.dispose();
  return new BinaryBimonn(layers);
}

function runLayer({ side, bise, lui }: BinaryLayer, channels: readonly BitImage[]): BitImage[] {
  return bise.map((row, output) => {
    const given = row.map((unit, input) => applyWindowUnit(unit, side, channels[input]!));
    const union = lui?.[output];
    if (union === undefined) return given[0]!;
    const result = applyChannelUnit(union, given);
    for (const image of given) image.dispose();
    return result;
  });
}

function binaryLayer(
  { side, bise, lui }: TrainedLayer,
  mode: Binarisation,
  channels: readonly (readonly BitImage[])[],
): BinaryLayer {
  const radius = (side - 1) / 2;
  const windows = bise.map((row) =>
    row.map((unit, input) =>
      binaryUnit(unit, mode, () => {
        const planes = channels.map((planes) => planes[input]!);
        const shifts = windowShifts(side, planes[0]!.width);
        return fittedOn(
          unit,
          [planes],
          shifts.map((shift) => ({ string: 0, shift })),
          side,
          radius,
        );
      }),
    ),
  );
  const unions = lui?.map((unit, output) =>
    binaryUnit(unit, mode, () => {
      const given = windows[output]!.map((window, input) =>
        channels.map((planes) => applyWindowUnit(window, side, planes[input]!)),
      );
      const fitted = fittedOn(
        unit,
        given,
        given.map((_, string) => ({ string, shift: 0 })),
        1,
        radius,
      );
      for (const image of given.flat()) image.dispose();
      return fitted;
    }),
  );
  return { side, bise: windows, lui: unions };
}

function binaryUnit(
  unit: TrainedUnit,
  mode: Binarisation,
  fitted: () => ReturnType<typeof orderStatisticOf>,
): BinaryUnit {
  const complement = unit.scale < 0;
  const exact = exactOperator(unit);
  if (exact !== undefined) return { ...exact, complement };
  if (mode === 'order-statistic') return { ...fitted().statistic, complement };
  const { kind, set } = mode === 'nearest' ? nearestOperator(unit) : constantSetProjection(unit);
  return { kind, set, complement };
}

/** The order statistic of a unit that reads these planes, each over all pictures. */
function fittedOn(
  unit: TrainedUnit,
  planes: readonly (readonly BitImage[])[],
  reads: readonly { readonly string: number; readonly shift: number }[],
  side: number,
  frame: number,
): ReturnType<typeof orderStatisticOf> {
  const [{ width, height }] = planes[0] as [BitImage];
  const shape = { width, height, pictures: planes[0]!.length };
  const strings = planes.map((images) => {
    const string = batchString(shape, side);
    fillBatch(string, bytesOfAll(images));
    return string;
  });
  try {
    return orderStatisticOf(unit, { strings, reads, inside: interiorOf(shape, frame) });
  } finally {
    for (const string of strings) string[Symbol.dispose]();
  }
}
