import type { Layer, Padding, WeightKind } from '../../description/layers.ts';

/**
 * What a layers model computes, in order: products, factors and shifts a channel, signs, and layers
 * that mean the same here. A layer of Keras may be several of them.
 */
export type Operation =
  Product | Affine | { readonly op: 'sign' } | { readonly op: 'plain'; readonly layer: Plain };

/** Layers that carry over as they are; the slopes of a PReLU come along. */
export type Plain =
  | Extract<Layer, { op: 'relu' | 'max-pool' | 'average-pool' | 'global-mean' | 'flatten' }>
  | { readonly op: 'prelu'; readonly slope: Float32Array };

/** A product with weights, one output a row: taps, then channels, channels fastest. */
export interface Product {
  readonly op: 'product';
  readonly name: string;
  readonly weights: Float32Array;
  readonly outputs: number;
  readonly kind: Exclude<WeightKind, 'int8'>;
  readonly window: Window;
}

/** How the weights of a product move over its input. */
export type Window =
  | { readonly op: 'dense' }
  | {
      readonly op: 'conv2d';
      readonly kernel: readonly [number, number];
      readonly stride: readonly [number, number];
      readonly dilation: readonly [number, number];
      readonly padding: Padding<readonly [number, number, number, number]>;
    }
  | {
      readonly op: 'conv1d';
      readonly taps: number;
      readonly dilation: number;
      readonly padding: Padding<readonly [number, number]>;
    };

/**
 * `scale * (x - centre) + offset` a channel, in full precision until it is folded. The centre is a
 * number of its own so that a sum at it is exactly at it: ties of batch norms are decided rightly.
 */
export interface Affine {
  readonly op: 'affine';
  readonly scale: Float64Array;
  readonly centre: Float64Array;
  readonly offset: Float64Array;
}

/** One affine for two that follow each other. */
export function composed(first: Affine, second: Affine): Affine {
  const channels = first.scale.length;
  const [scale, centre, offset] = [0, 0, 0].map(() => new Float64Array(channels)) as [
    Float64Array,
    Float64Array,
    Float64Array,
  ];
  for (let at = 0; at < channels; at++) {
    const by = first.scale[at]!;
    const beside = second.centre[at]! - first.offset[at]!;
    scale[at] = by * second.scale[at]!;
    centre[at] = by === 0 ? 0 : first.centre[at]! + beside / by;
    offset[at] = second.offset[at]! - (by === 0 ? beside * second.scale[at]! : 0);
  }
  return { op: 'affine', scale, centre, offset };
}

/** An affine that changes nothing. */
export const identityAffine = (channels: number): Affine => ({
  op: 'affine',
  scale: new Float64Array(channels).fill(1),
  centre: new Float64Array(channels),
  offset: new Float64Array(channels),
});
