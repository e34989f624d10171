/**
 * The layers a network can be made of, as data.
 *
 * Values flow between layers in one of four kinds: `levels` (bytes 0..255, an image as it comes),
 * `bits` (+1 and -1, packed), `integers` (sums of products, exact), `reals` (float32). Shapes are
 * channels-last and leave the batch out: `[features]`, `[time, channels]` or
 * `[height, width, channels]`. Every parameter of a layer names a tensor of the model file.
 */
export type Layer =
  | SignLayer
  | ThermometerLayer
  | QuantiseLayer
  | DenseLayer
  | Conv2dLayer
  | Conv1dLayer
  | ThresholdLayer
  | AffineLayer
  | PreluLayer
  | ReluLayer
  | MaxPoolLayer
  | AveragePoolLayer
  | GlobalMeanLayer
  | FlattenLayer
  | ShortcutLayer
  | ScaledLayer
  | BagLayer;

/** The name of a tensor in the model file. */
export type TensorName = string;

/** How weights are stored: one bit each, eight bits with a sign, or float32. */
export type WeightKind = 'bits' | 'int8' | 'float';

/** Bit 1 where the value is at least the threshold of its channel: levels or reals to bits. */
export interface SignLayer {
  readonly op: 'sign';
  /** One threshold for every channel, or a float32 tensor `[channels]`. */
  readonly threshold: number | TensorName;
}

/** Each value becomes `levels` bits, the i-th one set where value >= the i-th threshold. */
export interface ThermometerLayer {
  readonly op: 'thermometer';
  /** Ascending thresholds, shared by all channels; bits of a channel lie side by side. */
  readonly thresholds: readonly number[];
}

/** `q = clamp(round(scale * value + offset), -128, 127)`: levels or reals to 8-bit integers. */
export interface QuantiseLayer {
  readonly op: 'quantise';
  readonly scale: number;
  readonly offset: number;
}

/** `y = W x`, the products of every output row with the input. */
export interface DenseLayer {
  readonly op: 'dense';
  readonly weights: TensorName;
  readonly weightKind: WeightKind;
  readonly inputs: number;
  readonly outputs: number;
}

/** Padding of a convolution: none, or so many positions on each side, filled with one value. */
export type Padding<Sides> = 'valid' | { readonly sides: Sides; readonly value: -1 | 0 | 1 };

/** Two-dimensional correlation; weights `[filters, kernelHeight, kernelWidth, channels]`. */
export interface Conv2dLayer {
  readonly op: 'conv2d';
  readonly weights: TensorName;
  readonly weightKind: WeightKind;
  readonly channels: number;
  readonly filters: number;
  readonly kernel: readonly [height: number, width: number];
  readonly stride: readonly [vertical: number, horizontal: number];
  readonly dilation: readonly [vertical: number, horizontal: number];
  readonly padding: Padding<readonly [top: number, right: number, bottom: number, left: number]>;
}

/** One-dimensional correlation over time; weights `[filters, taps, channels]`. */
export interface Conv1dLayer {
  readonly op: 'conv1d';
  readonly weights: TensorName;
  readonly weightKind: WeightKind;
  readonly channels: number;
  readonly filters: number;
  readonly taps: number;
  readonly dilation: number;
  /** `[before, after]` positions; a causal layer has none after. */
  readonly padding: Padding<readonly [before: number, after: number]>;
}

/**
 * Integer sums to bits: bit 1 where `sum >= threshold`, or where `sum <= threshold` for the
 * channels whose bit in `flip` is set (batch norm with a negative gamma).
 */
export interface ThresholdLayer {
  readonly op: 'threshold';
  /** int32 tensor `[channels]`. */
  readonly thresholds: TensorName;
  /** U8 tensor `[channels]` of 0 and 1; absent where no channel is turned round. */
  readonly flip?: TensorName;
}

/** `y = scale * x + shift` per channel: integers or reals to reals. */
export interface AffineLayer {
  readonly op: 'affine';
  readonly scale: TensorName;
  readonly shift: TensorName;
}

/** PReLU with shifts: `u = x + before; y = (u >= 0 ? u : slope * u) + after`, per channel. */
export interface PreluLayer {
  readonly op: 'prelu';
  readonly slope: TensorName;
  readonly before?: TensorName;
  readonly after?: TensorName;
}

/** `max(x, 0)`: for the real-valued twins of binary networks. */
export interface ReluLayer {
  readonly op: 'relu';
}

/** Largest value of each window; on bits that is OR. */
export interface MaxPoolLayer {
  readonly op: 'max-pool';
  readonly size: readonly [height: number, width: number];
  readonly stride: readonly [vertical: number, horizontal: number];
}

/** Mean of each window of reals. */
export interface AveragePoolLayer {
  readonly op: 'average-pool';
  readonly size: readonly [height: number, width: number];
  readonly stride: readonly [vertical: number, horizontal: number];
}

/** Mean over all positions, channel by channel. */
export interface GlobalMeanLayer {
  readonly op: 'global-mean';
}

/** Reads any shape as one row of features, channels fastest. */
export interface FlattenLayer {
  readonly op: 'flatten';
}

/**
 * A real-valued shortcut round a body of layers: `y = body(x) + shortcut(x)`. Where the body halves
 * the picture (`pool` 2), the shortcut averages squares of 2 x 2, at an odd last line or column what
 * there is of them; where it has more channels, the shortcut repeats its channels `repeat` times.
 */
export interface ShortcutLayer {
  readonly op: 'shortcut';
  readonly body: readonly Layer[];
  readonly pool: 1 | 2;
  readonly repeat: number;
}

/**
 * XNOR-Net's input scale: the body's output times K, the mean of |x| over channels, averaged over
 * the windows of the convolution in the body (Rastegari et al. 2016, equation 11).
 */
export interface ScaledLayer {
  readonly op: 'scaled';
  readonly body: readonly [SignLayer, DenseLayer | Conv2dLayer];
}

/**
 * A bag of hashed features: each feature that is present adds its row of 1-bit codes, times the
 * row's 8-bit scale times the feature's weight in the input. Sparse features to reals.
 */
export interface BagLayer {
  readonly op: 'bag';
  readonly features: number;
  readonly width: number;
  /** Packed bits `[features, width]`. */
  readonly codes: TensorName;
  /** float32 tensor `[features]`, or U8 in units of `scaleStep` where that is given. */
  readonly scales: TensorName;
  readonly scaleStep?: number;
}

/** The name of an operation. */
export type LayerOp = Layer['op'];
