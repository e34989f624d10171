import type { FloatString } from '@onebit/bitwise-kernels';
import { OnebitError } from '@onebit/errors';
import { BitImage } from '@onebit/image';
import { LayerRun, type LayerUnits } from './layer.ts';
import { type BatchShape, batchString, bytesOfAll, fillBatch, pixelsOf } from './picture-batch.ts';
import { type ThresholdUnit, exactOperator } from './threshold-unit.ts';

/** A unit as it was trained: sigmoid(scale * (sum of weighted inputs - bias)). */
export interface TrainedUnit extends ThresholdUnit {
  /** Below 0 the unit is the complement of what its weights and bias say. */
  readonly scale: number;
}

/** A layer as it was trained. */
export interface TrainedLayer {
  /** Side of its windows. */
  readonly side: number;
  /** BiSE neurons, an output and an input: correlation weights, row by row of the window. */
  readonly bise: readonly (readonly TrainedUnit[])[];
  /** LUI units, an output; absent where the layer has one input. */
  readonly lui: readonly TrainedUnit[] | undefined;
}

/** The layers of a network at work on a batch of pictures. */
export class NetworkRun implements Disposable {
  readonly shape: BatchShape;
  readonly input: FloatString;
  readonly layers: readonly LayerRun[];

  constructor(units: readonly LayerUnits[], shape: BatchShape) {
    this.shape = shape;
    this.input = batchString(shape, units[0]!.side);
    this.layers = units.map((layer, at) => new LayerRun(layer, shape, units[at + 1]?.side ?? 1));
  }

  /** What the last layer gives. */
  forward(pictures: readonly Uint8Array[]): readonly FloatString[] {
    fillBatch(this.input, pictures);
    let inputs: readonly FloatString[] = [this.input];
    for (const layer of this.layers) {
      layer.forward(inputs);
      inputs = layer.outputs;
    }
    return inputs;
  }

  [Symbol.dispose](): void {
    this.input[Symbol.dispose]();
    for (const layer of this.layers) layer[Symbol.dispose]();
  }
}

/**
 * A binary multi-channel morphological network (T. Aouad and H. Talbot, 2022), trained: stacked layers
 * of BiSE neurons, each a soft erosion or dilation, and LUI units, each a soft union or intersection.
 *
 * @see trainBimonn, which makes it, and binarise, which turns it into operators on bits
 */
export class Bimonn {
  readonly layers: readonly TrainedLayer[];
  /** Mean squared error of the last training steps. */
  readonly loss: number;
  readonly #units: readonly LayerUnits[];

  /** @internal */
  constructor(units: readonly LayerUnits[], loss: number) {
    this.#units = units;
    this.layers = units;
    this.loss = loss;
  }

  /** Pixels at each side of a picture that what lies off it may reach. */
  get frame(): number {
    return this.layers.reduce((sum, { side }) => sum + (side - 1) / 2, 0);
  }

  /** How many units there are, and how many of them satisfy the inequality of an operator. */
  get activated(): { readonly units: number; readonly exact: number } {
    const units = this.layers.flatMap(({ bise, lui = [] }) => [...bise.flat(), ...lui]);
    return {
      units: units.length,
      exact: units.filter((unit) => exactOperator(unit) !== undefined).length,
    };
  }

  /**
   * What the network gives, 1 where its output exceeds 1/2; off the picture everything reads 0.
   *
   * @param images - of one size
   * @throws OnebitError `size-mismatch`
   */
  apply(images: readonly BitImage[]): BitImage[] {
    const [first] = images;
    if (first === undefined) return [];
    const { width, height } = first;
    for (const image of images) {
      if (image.width === width && image.height === height) continue;
      throw new OnebitError('size-mismatch', {
        expected: `pictures of ${width}x${height}, as the first`,
        received: `${image.width}x${image.height}`,
        hint: 'Apply the network to pictures of one size at a time.',
      });
    }
    using run = new NetworkRun(this.#units, { width, height, pictures: images.length });
    const [output] = run.forward(bytesOfAll(images));
    return pixelsOf(output!, run.shape).map((bytes) => BitImage.fromBytes(width, height, bytes));
  }
}
