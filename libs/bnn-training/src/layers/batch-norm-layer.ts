import {
  batchNorm,
  batchNormGradient,
  FloatMatrix,
  normalizeColumns,
  type BatchNormSaved,
  type BatchNormState,
} from '@onebit/bitwise-kernels';
import type { Value } from '../network/values.ts';
import type { Parameter, Pass, StateBuffer, TrainableLayer } from './layer.ts';
import { setGradient, channelVector } from './parameters.ts';
import { realsOf } from './reals.ts';

/** Added to variances; as in the common frameworks. */
const EPSILON = 1e-5;

/** Batch norm per channel over all positions of the batch. */
export class BatchNormLayer implements TrainableLayer {
  readonly parameters: readonly [gain: Parameter, bias: Parameter];
  readonly buffers: readonly StateBuffer[];
  readonly state: BatchNormState;
  #input: FloatMatrix | undefined;
  #saved: BatchNormSaved | undefined;

  constructor(name: string, channels: number) {
    const gain = channelVector(`${name}.gain`, channels, 1);
    const bias = channelVector(`${name}.bias`, channels, 0);
    const runningMean = FloatMatrix.create(1, channels);
    const runningVariance = FloatMatrix.create(1, channels);
    runningVariance.data.fill(1);
    this.parameters = [gain, bias];
    this.buffers = [
      { name: `${name}.mean`, value: runningMean },
      { name: `${name}.variance`, value: runningVariance },
    ];
    this.state = {
      gain: gain.value,
      bias: bias.value,
      runningMean,
      runningVariance,
      epsilon: EPSILON,
    };
  }

  forward(input: Value, { training, scope }: Pass): Value {
    const x = realsOf(input, 'batch-norm');
    const { layout } = input;
    const destination = scope.floats(x.rows, x.columns);
    if (!training) {
      return { kind: 'reals', matrix: normalizeColumns(x, this.state, { destination }), layout };
    }
    const { y, saved } = batchNorm(x, this.state, { destination });
    this.#input = x;
    this.#saved = saved;
    return { kind: 'reals', matrix: y, layout };
  }

  backward(gradient: FloatMatrix, { scope }: Pass): FloatMatrix {
    const destination = scope.floats(gradient.rows, gradient.columns);
    const found = batchNormGradient(gradient, this.#input!, this.#saved!, this.state, {
      destination,
    });
    setGradient(this.parameters[0], found.gain);
    setGradient(this.parameters[1], found.bias);
    return found.x;
  }
}
