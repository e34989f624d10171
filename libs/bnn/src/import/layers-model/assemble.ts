import type { Layer, TensorName } from '../../description/layers.ts';
import type { Signal } from '../../description/network.ts';
import { signalAfter } from '../../description/signals.ts';
import type { Tensor } from '../../model-file/safetensors.ts';
import { packWeights } from '../../model-file/weights.ts';
import {
  type Affine,
  composed,
  identityAffine,
  type Operation,
  type Product,
} from './operations.ts';
import { refuse } from './refusal.ts';

/**
 * Makes layers of operations: affines that follow each other become one; a product of bits, an
 * affine and a sign become a product and whole thresholds; a maximum before an affine that rises in
 * every channel moves behind the sign, where it is an OR.
 */
export class Assembler {
  readonly layers: Layer[] = [];
  readonly tensors = new Map<string, Tensor>();
  #signal: Signal;
  /** An affine that may still become part of a threshold. */
  #pending: Affine | undefined;
  /** Largest magnitude of the whole sums before the pending affine. */
  #limit = 0;
  #names = 0;

  constructor(input: Signal) {
    this.#signal = input;
  }

  /** Shape after everything so far. */
  get signal(): Signal {
    return this.#signal;
  }

  add(operations: readonly Operation[]): void {
    for (const operation of operations) this.#add(operation);
  }

  /** Writes what is still pending. */
  finish(): void {
    this.#settle(false);
  }

  #add(operation: Operation): void {
    switch (operation.op) {
      case 'affine':
        this.#pending = this.#pending ? composed(this.#pending, operation) : operation;
        return;
      case 'sign':
        this.#sign();
        return;
      case 'product':
        this.#settle(false);
        this.#product(operation);
        return;
      case 'plain': {
        const { layer } = operation;
        this.#settle(layer.op !== 'flatten');
        if (layer.op !== 'prelu') this.#push(layer);
        else this.#push({ op: 'prelu', slope: this.#floats(layer.slope) });
      }
    }
  }

  #product({ name, weights, outputs, kind, window }: Product): void {
    const { kind: given, shape } = this.#signal;
    const bits = given === 'bits';
    if (bits && kind === 'float') {
      throw refuse(
        `${name} with 1-bit weights, because its inputs are bits`,
        'real weights',
        'Give the layer a kernel_quantizer, or leave the sign before it out.',
      );
    }
    const perRow = weights.length / outputs;
    const channels = shape[shape.length - 1]!;
    const taps = perRow / channels;
    const shaped = this.#tensor(
      kind === 'bits'
        ? packWeights(weights, outputs)
        : floatTensor(
            weights,
            window.op === 'dense' ? [outputs, perRow] : kernelShape(window, outputs, channels),
          ),
    );
    const named = { weights: shaped, weightKind: kind };
    if (window.op === 'dense') {
      this.#push({ op: 'dense', ...named, inputs: perRow, outputs });
    } else {
      const { padding } = window;
      if (bits && padding !== 'valid' && padding.value === 0) {
        throw refuse(
          `${name} padded with -1 or +1, because its inputs are bits`,
          'padding with 0',
          'Train with pad_values 1, or with padding valid.',
        );
      }
      if (!bits && padding !== 'valid' && padding.value !== 0) {
        throw refuse(`${name} padded with 0, because its inputs are numbers`, `${padding.value}`);
      }
      const expected = window.op === 'conv2d' ? window.kernel[0] * window.kernel[1] : window.taps;
      if (taps !== expected) throw refuse(`${name} with ${expected} taps`, `${taps}`);
      this.#push({ ...window, ...named, channels, filters: outputs } as Layer);
    }
    this.#limit = perRow;
  }

  #sign(): void {
    const { kind, shape } = this.#signal;
    if (kind === 'bits') return;
    const affine = this.#pending ?? identityAffine(shape[shape.length - 1]!);
    const before = this.layers.at(-1);
    if (before?.op === 'max-pool' && kind === 'reals' && affine.scale.every((one) => one > 0)) {
      this.#signBeforePool(affine);
      return;
    }
    if (kind === 'integers') {
      this.#pending = undefined;
      this.#push(this.#thresholds(affine));
      return;
    }
    this.#settle(true);
    this.#push({ op: 'sign', threshold: 0 });
  }

  /** The maximum of what an affine that rises makes is what it makes of the maximum. */
  #signBeforePool(affine: Affine): void {
    const pool = this.layers.pop()!;
    const { shape } = this.#signal;
    const identity = this.layers.at(-1);
    const product = this.layers.at(-2);
    const whole =
      identity?.op === 'affine' &&
      product !== undefined &&
      isProduct(product) &&
      this.#exact.get(identity);
    this.#pending = undefined;
    if (whole) {
      this.layers.pop();
      this.tensors.delete(identity.scale);
      this.tensors.delete(identity.shift);
      this.layers.push(this.#thresholds(composed(whole, affine)));
    } else {
      this.layers.push(this.#affine(affine), { op: 'sign', threshold: 0 });
    }
    this.layers.push(pool);
    this.#signal = { kind: 'bits', shape };
  }

  /** Affines that follow whole sums, as they were before rounding. */
  readonly #exact = new Map<Layer, Affine>();

  /** Writes a pending affine; whole sums become reals where what follows takes only those. */
  #settle(reals: boolean): void {
    const whole = this.#signal.kind === 'integers';
    const { shape } = this.#signal;
    const affine =
      this.#pending ?? (whole && reals ? identityAffine(shape[shape.length - 1]!) : undefined);
    this.#pending = undefined;
    if (!affine) return;
    if (this.#signal.kind === 'bits') {
      throw refuse('numbers before a batch norm', 'bits', 'Put the batch norm before the sign.');
    }
    const layer = this.#affine(affine);
    if (whole) this.#exact.set(layer, affine);
    this.#push(layer);
  }

  #affine({ scale, centre, offset }: Affine): Layer {
    const shift = offset.map((value, at) => value - scale[at]! * centre[at]!);
    return {
      op: 'affine',
      scale: this.#floats(Float32Array.from(scale)),
      shift: this.#floats(Float32Array.from(shift)),
    };
  }

  /** Whole thresholds: the sums from which, or up to which, `scale * (sum - centre) + offset >= 0`. */
  #thresholds({ scale, centre, offset }: Affine): Layer {
    const limit = this.#limit;
    const levels = new Int32Array(scale.length);
    const flip = new Uint8Array(scale.length);
    const never = limit + 1;
    scale.forEach((factor, at) => {
      const level = centre[at]! - offset[at]! / factor;
      if (factor === 0) levels[at] = offset[at]! >= 0 ? -never : never;
      else if (factor > 0) levels[at] = clamp(Math.ceil(level), never);
      else {
        levels[at] = clamp(Math.floor(level), never);
        flip[at] = 1;
      }
    });
    const thresholds = this.#tensor({
      dtype: 'I32',
      shape: [levels.length],
      bytes: bytesOf(levels),
    });
    if (!flip.includes(1)) return { op: 'threshold', thresholds };
    const turned = this.#tensor({ dtype: 'U8', shape: [flip.length], bytes: flip });
    return { op: 'threshold', thresholds, flip: turned };
  }

  #push(layer: Layer): void {
    this.#signal = signalAfter([layer], this.#signal);
    this.layers.push(layer);
  }

  #floats(values: Float32Array): TensorName {
    return this.#tensor(floatTensor(values, [values.length]));
  }

  #tensor(tensor: Tensor): TensorName {
    const name = `t${this.#names++}`;
    this.tensors.set(name, tensor);
    return name;
  }
}

const isProduct = ({ op }: Layer): boolean => op === 'dense' || op === 'conv2d' || op === 'conv1d';

const clamp = (value: number, limit: number): number => Math.max(-limit, Math.min(limit, value));

function kernelShape(
  window: Exclude<Product['window'], { op: 'dense' }>,
  outputs: number,
  channels: number,
): number[] {
  const taps = window.op === 'conv2d' ? window.kernel : [window.taps];
  return [outputs, ...taps, channels];
}

const floatTensor = (values: Float32Array, shape: readonly number[]): Tensor => ({
  dtype: 'F32',
  shape,
  bytes: bytesOf(values),
});

const bytesOf = (values: Float32Array | Int32Array): Uint8Array =>
  new Uint8Array(values.slice().buffer);
