import type { LayerBlueprint } from '../blueprint/blueprint.ts';
import type { TwinLayer } from '../blueprint/real-twin.ts';

/** As much of a tensor of TensorFlow.js as the comparison uses. */
export interface Tensor {
  readonly shape: number[];
  dataSync(): Float32Array;
  add(other: Tensor | number): Tensor;
  sub(other: Tensor | number): Tensor;
  mul(other: Tensor | number): Tensor;
  div(other: Tensor | number): Tensor;
  sqrt(): Tensor;
  square(): Tensor;
  abs(): Tensor;
  relu(): Tensor;
  neg(): Tensor;
  mean(axes?: number[]): Tensor;
  sum(axes?: number[]): Tensor;
  reshape(shape: readonly number[]): Tensor;
  transpose(order: number[]): Tensor;
  clipByValue(low: number, high: number): Tensor;
  logSoftmax(): Tensor;
}

type Gradient = (dy: Tensor, saved: Tensor[]) => Tensor;

/** As much of TensorFlow.js as the comparison uses. */
export interface TensorFlow {
  setBackend(name: string): Promise<boolean>;
  tensor(values: Float32Array, shape: readonly number[]): Tensor;
  valueAndGrads(
    body: (...tensors: Tensor[]) => Tensor,
  ): (tensors: Tensor[]) => { value: Tensor; grads: Tensor[] };
  customGrad(
    body: (x: Tensor, save: (tensors: Tensor[]) => void) => { value: Tensor; gradFunc: Gradient },
  ): (x: Tensor) => Tensor;
  conv2d(
    x: Tensor,
    filter: Tensor,
    strides: number[],
    pad: 'valid',
    order: 'NHWC',
    dilations: number[],
  ): Tensor;
  avgPool(x: Tensor, size: number, stride: number, pad: 'same'): Tensor;
  pad(x: Tensor, pads: number[][], value: number): Tensor;
  matMul(a: Tensor, b: Tensor, transposeA: boolean, transposeB: boolean): Tensor;
  concat(tensors: Tensor[], axis: number): Tensor;
  slice(x: Tensor, begin: number[], size: number[]): Tensor;
  greaterEqual(x: Tensor, y: number): Tensor;
  lessEqual(x: Tensor, y: number): Tensor;
  stack(tensors: Tensor[], axis: number): Tensor;
  where(condition: Tensor, a: Tensor, b: Tensor): Tensor;
  onesLike(x: Tensor): Tensor;
}

type AnyLayer = LayerBlueprint | TwinLayer;

/** A network written in TensorFlow.js, by the definitions of its layers and no code of this library. */
export class TensorFlowNetwork {
  readonly #tf: TensorFlow;
  readonly #parameters: ReadonlyMap<string, Tensor>;

  /** @param parameters - as the layers name them, weights as rows of outputs */
  constructor(tf: TensorFlow, parameters: ReadonlyMap<string, Tensor>) {
    this.#tf = tf;
    this.#parameters = parameters;
  }

  /** The output of layers for `[batch, ...shape]`; `binary` tells whether the input is ±1. */
  run(layers: readonly AnyLayer[], x: Tensor, prefix = '', binary = false): Tensor {
    let bits = binary;
    return layers.reduce((value, layer, at) => {
      const out = this.#layer(layer, value, `${prefix}${at}`, bits);
      if (['sign', 'input-sign', 'input-thermometer'].includes(layer.op)) bits = true;
      else if (layer.op !== 'flatten') bits = false;
      return out;
    }, x);
  }

  #layer(layer: AnyLayer, x: Tensor, name: string, bits: boolean): Tensor {
    const tf = this.#tf;
    const last = x.shape.length - 1;
    const own = (part: string): Tensor => this.#parameters.get(`${name}.${part}`)!;
    switch (layer.op) {
      case 'input-sign':
        return this.#signs(x.sub(layer.threshold));
      case 'input-thermometer': {
        const levels = layer.thresholds.map((threshold) => this.#signs(x.sub(threshold)));
        const shape = [...x.shape.slice(0, -1), x.shape[last]! * levels.length];
        return tf.stack(levels, x.shape.length).reshape(shape);
      }
      case 'input-quantise':
        return tf.tensor(
          x
            .dataSync()
            .map((v) => Math.max(-128, Math.min(127, Math.round(layer.scale * v + layer.offset)))),
          x.shape,
        );
      case 'dense': {
        const y = tf.matMul(x, this.#weights(own('weights'), layer.precision), false, true);
        return layer.bias ? y.add(own('bias')) : y;
      }
      case 'conv2d': {
        const { kernel, stride, padding, filters } = layer;
        const side = [padding, padding];
        const padded = tf.pad(x, [[0, 0], side, side, [0, 0]], bits ? layer.padValue : 0);
        const shape = [filters, kernel, kernel, x.shape[last]!];
        const filter = this.#weights(own('weights'), layer.precision)
          .reshape(shape)
          .transpose([1, 2, 3, 0]);
        return tf.conv2d(padded, filter, [stride, stride], 'valid', 'NHWC', [1, 1]);
      }
      case 'conv1d': {
        const { taps, dilation, causal, filters } = layer;
        const reach = (taps - 1) * dilation;
        const after = causal ? 0 : reach / 2;
        const [count, time, channels] = x.shape as [number, number, number];
        const padded = tf.pad(
          x,
          [
            [0, 0],
            [reach - after, after],
            [0, 0],
          ],
          bits ? layer.padValue : 0,
        );
        // One product a tap: convolutions with dilation have no gradient there.
        const weights = this.#weights(own('weights'), layer.precision).reshape([
          filters,
          taps,
          channels,
        ]);
        const y = Array.from({ length: taps }, (_, tap) => {
          const seen = tf
            .slice(padded, [0, tap * dilation, 0], [count, time, channels])
            .reshape([count * time, channels]);
          const own = tf.slice(weights, [0, tap, 0], [filters, 1, channels]);
          return tf.matMul(seen, own.reshape([filters, channels]), false, true);
        })
          .reduce((sum, part) => sum.add(part))
          .reshape([count, time, filters]);
        return layer.bias ? y.add(own('bias')) : y;
      }
      case 'batch-norm': {
        const axes = Array.from({ length: last }, (_, axis) => axis);
        const centred = x.sub(x.mean(axes));
        const deviation = centred.square().mean(axes).add(1e-5).sqrt();
        return centred.div(deviation).mul(own('gain')).add(own('bias'));
      }
      case 'sign': {
        const shifted = layer.shift ? x.add(own('shift')) : x;
        return this.#straightThrough(shifted, (dy, u) =>
          layer.estimator === 'clipped'
            ? tf.where(tf.lessEqual(u.abs(), 1), dy, dy.mul(0))
            : dy.mul(u.abs().mul(-2).add(2).relu()),
        );
      }
      case 'soft-sign':
        return (layer.shift ? x.add(own('shift')) : x).clipByValue(-1, 1);
      case 'prelu': {
        const u = layer.shifts ? x.add(own('before')) : x;
        const y = u.relu().sub(u.neg().relu().mul(own('slope')));
        return layer.shifts ? y.add(own('after')) : y;
      }
      case 'relu':
        return x.relu();
      case 'shortcut': {
        const pooled = layer.pool === 2 ? tf.avgPool(x, 2, 2, 'same') : x;
        const around = tf.concat(
          Array.from({ length: layer.repeat }, () => pooled),
          last,
        );
        return this.run(layer.body, x, `${name}.`, bits).add(around);
      }
      case 'global-mean':
        return x.mean(Array.from({ length: last - 1 }, (_, axis) => axis + 1));
      case 'flatten':
        return x.reshape([
          x.shape[0]!,
          x.shape.slice(1).reduce((product, side) => product * side, 1),
        ]);
      case 'dropout':
        return x;
    }
  }

  #weights(latent: Tensor, precision: 'binary' | 'real'): Tensor {
    return precision === 'real' ? latent : this.#straightThrough(latent, (dy) => dy);
  }

  #signs(x: Tensor): Tensor {
    const tf = this.#tf;
    const one = tf.onesLike(x);
    return tf.where(tf.greaterEqual(x, 0), one, one.neg());
  }

  /** The sign with a gradient of its own. */
  #straightThrough(x: Tensor, gradient: (dy: Tensor, x: Tensor) => Tensor): Tensor {
    return this.#tf.customGrad((value, save) => {
      save([value]);
      return {
        value: this.#signs(value),
        gradFunc: (dy, [saved]) => gradient(dy, saved!),
      };
    })(x);
  }
}
