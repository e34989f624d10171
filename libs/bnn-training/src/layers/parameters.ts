import { FloatMatrix } from '@onebit/bitwise-kernels';
import type { Random } from '../network/random.ts';
import type { Parameter } from './layer.ts';

/**
 * Latent weights start small against the step size: far from zero they would never change sign in
 * a short run.
 */
const LATENT_RANGE = 0.02;

/** Latent weights of bits, uniform in ±0.02. */
export function latentWeights(
  name: string,
  rows: number,
  columns: number,
  random: Random,
): Parameter {
  return weights(name, rows, columns, LATENT_RANGE, random, true);
}

/** Real weights, uniform in ±sqrt(6 / (fan in + fan out)) (Glorot and Bengio, 2010). */
export function realWeights(
  name: string,
  rows: number,
  columns: number,
  random: Random,
): Parameter {
  return weights(name, rows, columns, Math.sqrt(6 / (rows + columns)), random, false);
}

function weights(
  name: string,
  rows: number,
  columns: number,
  range: number,
  random: Random,
  latent: boolean,
): Parameter {
  const value = FloatMatrix.create(rows, columns);
  const { data } = value;
  for (let at = 0; at < data.length; at++) data[at] = (random.uniform() * 2 - 1) * range;
  return { name, value, gradient: FloatMatrix.create(rows, columns), latent, decays: !latent };
}

/** A vector of one number a channel. */
export function channelVector(name: string, channels: number, start: number): Parameter {
  const value = FloatMatrix.create(1, channels);
  value.data.fill(start);
  return { name, value, gradient: FloatMatrix.create(1, channels), latent: false, decays: false };
}

/** Writes a vector's gradient. */
export function setGradient(parameter: Parameter, sums: ArrayLike<number>): void {
  parameter.gradient.data.set(sums);
}
