import type { FloatString } from '@onebit/bitwise-kernels';
import type { SeededRandom } from '../seeded-random.ts';
import { type BatchShape, batchString, windowShifts } from './picture-batch.ts';
import { UnitParameters, type UnitSettings, type UnitStart } from './unit-parameters.ts';

/** The shape of a layer. */
export interface LayerSettings {
  /** Pictures that it gives, at least 1. */
  readonly channels: number;
  /** Side of the windows, odd. */
  readonly side: number;
  /** Whether the BiSE neurons may become complements: their sign is learned. By default false. */
  readonly complements?: boolean;
}

/** The parameters of a layer, apart from any batch. */
export interface LayerUnits {
  readonly side: number;
  /** BiSE neurons, an output and an input. */
  readonly bise: readonly (readonly UnitParameters[])[];
  /** LUI units, an output; absent where there is one input. */
  readonly lui: readonly UnitParameters[] | undefined;
}

/** Makes the units of a layer. */
export function makeUnits(
  { channels, side, complements = false }: LayerSettings,
  inputs: number,
  shared: Pick<UnitSettings, 'weights' | 'rate'>,
  start: UnitStart,
  random: SeededRandom,
): LayerUnits {
  const bise = Array.from({ length: channels }, () =>
    Array.from(
      { length: inputs },
      () =>
        new UnitParameters({ ...shared, inputs: side * side, start, signed: complements }, random),
    ),
  );
  const lui =
    inputs === 1
      ? undefined
      : Array.from(
          { length: channels },
          () => new UnitParameters({ ...shared, inputs, start: 'between', signed: false }, random),
        );
  return { side, bise, lui };
}

/**
 * A BiSEL (T. Aouad and H. Talbot, 2022) at work on a batch: a BiSE neuron for every pair of output
 * and input, and a LUI unit for every output, which takes what its neurons give together to a union
 * or an intersection. Where there is one input, its neuron is the output.
 */
export class LayerRun implements Disposable {
  /** What it gives: outputs, each 0 to 1 but for the last layer of a training, see `forward`. */
  readonly outputs: readonly FloatString[];
  readonly #units: LayerUnits;
  readonly #shifts: readonly number[];
  readonly #turned: readonly number[];
  /** Sums of weighted inputs, and what each BiSE neuron gives: outputs by inputs. */
  readonly #given: readonly (readonly FloatString[])[];
  readonly #raw: readonly (readonly FloatString[])[];

  constructor(units: LayerUnits, shape: BatchShape, side: number) {
    this.#units = units;
    this.#shifts = windowShifts(units.side, shape.width);
    this.#turned = this.#shifts.map((shift) => -shift);
    this.outputs = units.bise.map(() => batchString(shape, side));
    this.#raw = units.bise.map((row) => row.map(() => batchString(shape, units.side)));
    this.#given =
      units.lui === undefined
        ? this.outputs.map((output) => [output])
        : units.bise.map((row) => row.map(() => batchString(shape, 1)));
  }

  /** What the layer gives to the inputs. */
  forward(inputs: readonly FloatString[]): void {
    const { bise, lui } = this.#units;
    for (const [output, row] of bise.entries()) {
      for (const [input, { weights, bias, scale }] of row.entries()) {
        inputs[input]!.correlate(weights, this.#shifts, this.#raw[output]![input]!);
        this.#raw[output]![input]!.logistic(bias, scale, this.#given[output]![input]!);
      }
      if (lui === undefined) continue;
      const { weights, bias } = lui[output]!;
      const result = this.outputs[output]!;
      for (const [input, given] of this.#given[output]!.entries()) {
        given.correlate([weights[input]!], [0], result, { accumulate: input > 0 });
      }
      result.logistic(bias, 1, result);
    }
  }

  /**
   * Adds to the gradients of all units.
   *
   * @param inputs - what `forward` had
   * @param gradients - with respect to the outputs; for `logits` to the sums before the last sigmoid
   * @param toInputs - receives the gradients with respect to the inputs, where wanted
   */
  backward(
    inputs: readonly FloatString[],
    gradients: readonly FloatString[],
    logits: boolean,
    toInputs?: readonly FloatString[],
  ): void {
    const { bise, lui } = this.#units;
    for (const string of toInputs ?? []) string.data.fill(0);
    for (const [output, row] of bise.entries()) {
      const gradient = gradients[output]!;
      if (lui !== undefined && !logits) throughSigmoid(gradient.data, this.outputs[output]!.data);
      for (const [input, unit] of row.entries()) {
        const raw = this.#raw[output]![input]!;
        const given = this.#given[output]![input]!;
        if (lui === undefined) {
          unitGradient(raw.data, given.data, gradient.data, unit, logits ? 'logit' : 'output', 1);
        } else {
          const union = lui[output]!;
          union.gradient[input]! += gradient.products(given, [0])[0]!;
          if (input === 0) union.gradient[row.length]! -= sum(gradient.data);
          unitGradient(raw.data, given.data, gradient.data, unit, 'output', union.weights[input]!);
        }
        // The sums are no longer needed: their strings now hold the gradients.
        const slopes = raw.products(inputs[input]!, this.#shifts);
        slopes.forEach((slope, cell) => (unit.gradient[cell]! += slope));
        if (toInputs === undefined) continue;
        raw.correlate(unit.weights, this.#turned, toInputs[input]!, { accumulate: true });
      }
    }
  }

  /** One step of every unit. */
  step(): void {
    const { bise, lui = [] } = this.#units;
    for (const unit of [...bise.flat(), ...lui]) unit.step();
  }

  [Symbol.dispose](): void {
    for (const string of [...this.outputs, ...this.#raw.flat(), ...this.#given.flat()]) {
      string[Symbol.dispose]();
    }
  }
}

/** Smaller gradients count as none: numbers near the least that 32 bits hold are slow to multiply. */
const NEGLIGIBLE = 1e-18;

function throughSigmoid(gradient: Float32Array, output: Float32Array): void {
  for (let at = 0; at < gradient.length; at++) {
    const slope = gradient[at]! * output[at]! * (1 - output[at]!);
    gradient[at] = Math.abs(slope) < NEGLIGIBLE ? 0 : slope;
  }
}

function sum(values: Float32Array): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}

/**
 * Turns the sums of a BiSE neuron into the gradients of them, and adds to those of its bias and scale.
 *
 * @param raw - sums of weighted inputs; overwritten
 * @param gradient - with respect to what the neuron gives, or to its logit
 * @param factor - by which the gradient is multiplied first
 */
function unitGradient(
  raw: Float32Array,
  given: Float32Array,
  gradient: Float32Array,
  unit: UnitParameters,
  of: 'output' | 'logit',
  factor: number,
): void {
  const { bias, scale, weights } = unit;
  let [toBias, toScale] = [0, 0];
  for (let at = 0; at < raw.length; at++) {
    let slope = gradient[at]! * factor;
    if (slope === 0) {
      raw[at] = 0;
      continue;
    }
    if (of === 'output') slope *= given[at]! * (1 - given[at]!);
    if (Math.abs(slope) < NEGLIGIBLE) slope = 0;
    toScale += slope * (raw[at]! - bias);
    slope *= scale;
    toBias -= slope;
    raw[at] = slope;
  }
  unit.gradient[weights.length]! += toBias;
  unit.gradient[weights.length + 1]! += toScale;
}
