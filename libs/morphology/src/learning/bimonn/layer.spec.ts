import type { FloatString } from '@onebit/bitwise-kernels';
import { describe, expect, it } from 'vitest';
import { SeededRandom, diskorect } from '../../index.ts';
import { LayerRun, type LayerUnits, makeUnits } from './layer.ts';
import {
  type BatchShape,
  batchString,
  bytesOfAll,
  fillBatch,
  interiorOf,
} from './picture-batch.ts';
import type { UnitParameters } from './unit-parameters.ts';

const SIDE = 3;
const shape: BatchShape = { width: 14, height: 12, pictures: 2 };

/** Two inputs, two outputs, so that there are neurons, unions and complements. */
function layerOf(inputs: number, random: SeededRandom): LayerUnits {
  const settings = { channels: 2, side: SIDE, complements: true };
  const units = makeUnits(settings, inputs, { weights: 'positive', rate: 0.1 }, 'between', random);
  for (const unit of units.bise.flat()) unit.scale = random.between(-1.5, 1.5);
  return units;
}

describe('the gradients of a layer', () => {
  it.each([1, 2])('are those of finite differences with %i inputs', (channels) => {
    const random = new SeededRandom(5 + channels);
    const units = layerOf(channels, random);
    const pictures = bytesOfAll(diskorect(2 * channels, 3, { size: 14 })).map((bytes) =>
      bytes.subarray(0, shape.width * shape.height),
    );
    const inputs = Array.from({ length: channels }, (_, at) => {
      const string = batchString(shape, SIDE);
      fillBatch(string, pictures.slice(2 * at, 2 * at + 2));
      return string;
    });
    const inside = interiorOf(shape, 2);
    const wanted = units.bise.map(() =>
      Float32Array.from(inside, (bit) => bit * random.between(-1, 1)),
    );
    using run = new LayerRun(units, shape, 1);
    const objective = (): number => {
      run.forward(inputs);
      return run.outputs.reduce(
        (sum, { data }, output) =>
          sum + wanted[output]!.reduce((all, value, at) => all + value * data[at]!, 0),
        0,
      );
    };
    objective();
    const gradients = wanted.map((values) => {
      const string = batchString(shape, 1);
      string.data.set(values);
      return string;
    });
    const toInputs: FloatString[] = inputs.map(() => batchString(shape, SIDE));
    run.backward(inputs, gradients, false, toInputs);
    const near = (slope: number, change: (by: number) => void): void => {
      const step = 1e-2;
      change(step);
      const above = objective();
      change(-2 * step);
      const below = objective();
      change(step);
      const numeric = (above - below) / (2 * step);
      expect(Math.abs(slope - numeric)).toBeLessThan(0.01 + 0.02 * Math.abs(numeric));
    };
    const check = (unit: UnitParameters): void => {
      const { weights, gradient } = unit;
      for (const at of [0, weights.length - 1]) {
        near(gradient[at]!, (by) => (weights[at]! += by));
      }
      near(gradient[weights.length]!, (by) => (unit.bias += by));
    };
    for (const unit of units.bise.flat()) {
      check(unit);
      near(unit.gradient[unit.weights.length + 1]!, (by) => (unit.scale += by));
    }
    for (const unit of units.lui ?? []) check(unit);
    const place = 5 * shape.width + 6;
    for (const [at, input] of inputs.entries()) {
      near(toInputs[at]!.data[place]!, (by) => (input.data[place]! += by));
    }
  });
});
