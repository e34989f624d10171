import { expect, it } from 'vitest';
import {
  convolutionInputGradient,
  convolutionWeightGradient,
  convolve,
} from '../convolution/index.ts';
import { adamStep } from './adam.ts';
import { batchNorm, batchNormGradient } from './batch-norm.ts';
import { multiplied, scaled } from './elementwise.ts';
import { FloatMatrix } from './float-matrix.ts';
import { floatProduct } from './float-product.ts';
import { softmaxCrossEntropy } from './losses.ts';
import { globalMean, globalMeanGradient } from './pooling.ts';
import { onVariants, patterns, randomFloats, stream } from './samples.fixture.ts';
import { signBits } from './sign-bits.ts';
import { signGradient } from './straight-through.ts';

const pictures = { count: 16, height: 6, width: 6 };
const pixels = pictures.count * 36;
const window = { kernel: 3, padding: 1 };
const channels = 8;

/** Pictures of horizontal (class 0) or vertical (class 1) stripes with noise. */
function stripes(next: () => number): { x: FloatMatrix; targets: Int32Array } {
  const x = FloatMatrix.create(pixels, 1);
  const targets = new Int32Array(pictures.count);
  for (let picture = 0; picture < pictures.count; picture++) {
    targets[picture] = next() < 0.5 ? 0 : 1;
    const phase = next() < 0.5 ? 0 : 1;
    for (let y = 0; y < 6; y++) {
      for (let column = 0; column < 6; column++) {
        const along = targets[picture] === 0 ? y : column;
        const value = (along + phase) % 2 === 0 ? 1 : -1;
        x.data[(picture * 6 + y) * 6 + column] = value + (next() - 0.5);
      }
    }
  }
  return { x, targets };
}

/** A layer with latent weights of 1 bit and batch norm, as it trains. */
class Layer {
  readonly weights: FloatMatrix;
  readonly moments: { first: FloatMatrix; second: FloatMatrix };
  readonly norm = {
    runningMean: FloatMatrix.create(1, channels),
    runningVariance: FloatMatrix.create(1, channels),
    epsilon: 1e-5,
  };

  constructor(inputs: number, next: () => number) {
    this.weights = randomFloats(channels, inputs, next, 0.1);
    const zeros = () => FloatMatrix.create(channels, inputs);
    this.moments = { first: zeros(), second: zeros() };
  }

  step(gradient: FloatMatrix, step: number): void {
    adamStep(this.weights, gradient, this.moments, { learningRate: 0.01, step, limit: 1 });
  }
}

/** Trains two 1-bit convolutions and a float classifier for a few steps. */
function train(steps: number) {
  const next = stream(2026);
  const first = new Layer(9, next);
  const second = new Layer(9 * channels, next);
  const classifier = randomFloats(2, channels, next);
  const moments = {
    first: FloatMatrix.create(2, channels),
    second: FloatMatrix.create(2, channels),
  };
  const losses: number[] = [];
  for (let step = 1; step <= steps; step++) {
    const { x, targets } = stripes(next);
    const firstBits = signBits(first.weights);
    const a = convolve(x, firstBits, window, pictures);
    const { y: b, saved: savedA } = batchNorm(a, first.norm);
    const bits = signBits(b);
    const secondBits = signBits(second.weights);
    const c = convolve(bits, secondBits, window, pictures);
    const { y: d, saved: savedC } = batchNorm(c, second.norm);
    const mean = globalMean(multiplied(d, d), pictures);
    const scores = floatProduct(mean, classifier, { transposeRight: true });
    const { loss, gradient } = softmaxCrossEntropy(scores, targets);
    losses.push(loss);

    const dClassifier = floatProduct(gradient, mean, { transposeLeft: true });
    const dMean = floatProduct(gradient, classifier);
    const dSquares = globalMeanGradient(dMean, pictures);
    const dD = scaled(multiplied(dSquares, d), 2);
    const dC = batchNormGradient(dD, c, savedC, second.norm).x;
    const dBits = convolutionInputGradient(dC, secondBits, window, pictures);
    const dB = signGradient(dBits, b, { estimator: 'quadratic' });
    const dA = batchNormGradient(dB, a, savedA, first.norm).x;
    second.step(convolutionWeightGradient(dC, bits, window, pictures), step);
    first.step(convolutionWeightGradient(dA, x, window, pictures), step);
    adamStep(classifier, dClassifier, moments, { learningRate: 0.05, step });
  }
  return { losses, weights: [first.weights, second.weights, classifier] };
}

it('a whole training run gives the same bits on every variant', () => {
  const { simd, scalar, reference } = onVariants(() => train(6));
  for (const variant of [simd, scalar]) {
    expect(variant.losses).toEqual(reference.losses);
    variant.weights.forEach((weights, at) => {
      expect(patterns(weights.data)).toEqual(patterns(reference.weights[at]!.data));
    });
  }
});

it('two 1-bit convolutions learn to tell stripes apart', () => {
  const { losses, weights } = train(120);
  const late = losses.slice(-10).reduce((sum, loss) => sum + loss, 0) / 10;
  expect(losses[0]).toBeGreaterThan(0.5);
  expect(late).toBeLessThan(0.1);
  expect(weights[0]!.data.every((weight) => Math.abs(weight) <= 1)).toBe(true);
});
