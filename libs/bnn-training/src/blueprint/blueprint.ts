/**
 * A network to be trained, as data: what `@onebit/bnn` describes packed, here with latent weights
 * and batch norm still to be learned.
 */
export interface Blueprint {
  readonly id: string;
  readonly task: string;
  /** What one sample is: bytes 0..255 (`levels`) or floats, channels-last. */
  readonly input: { readonly kind: 'levels' | 'reals'; readonly shape: readonly number[] };
  readonly layers: readonly LayerBlueprint[];
  readonly labels: readonly string[];
}

/** The layers that can be trained. */
export type LayerBlueprint =
  | InputSignBlueprint
  | InputThermometerBlueprint
  | InputQuantiseBlueprint
  | DenseBlueprint
  | Conv2dBlueprint
  | Conv1dBlueprint
  | BatchNormBlueprint
  | SignBlueprint
  | PreluBlueprint
  | ReluBlueprint
  | ShortcutBlueprint
  | GlobalMeanBlueprint
  | FlattenBlueprint
  | DropoutBlueprint;

/** Bits from an input: 1 where the value is at least the threshold. Nothing to learn. */
export interface InputSignBlueprint {
  readonly op: 'input-sign';
  readonly threshold: number;
}

/** Several bits a value, one a threshold. Nothing to learn. */
export interface InputThermometerBlueprint {
  readonly op: 'input-thermometer';
  readonly thresholds: readonly number[];
}

/** 8-bit integers: `clamp(round(scale * value + offset), -128, 127)`. Nothing to learn. */
export interface InputQuantiseBlueprint {
  readonly op: 'input-quantise';
  readonly scale: number;
  readonly offset: number;
}

/** Weights of one bit over latent floats, or real ones. */
export type WeightPrecision = 'binary' | 'real';

/** A dense layer; real ones may have a bias. */
export interface DenseBlueprint {
  readonly op: 'dense';
  readonly outputs: number;
  readonly precision: WeightPrecision;
  readonly bias?: boolean;
}

/** A two-dimensional convolution, padded with one value on all sides. */
export interface Conv2dBlueprint {
  readonly op: 'conv2d';
  readonly filters: number;
  readonly kernel: number;
  readonly stride: number;
  readonly padding: number;
  readonly padValue: -1 | 0 | 1;
  readonly precision: WeightPrecision;
}

/** A one-dimensional convolution over time with an odd number of taps, centred or causal. */
export interface Conv1dBlueprint {
  readonly op: 'conv1d';
  readonly filters: number;
  readonly taps: number;
  readonly dilation: number;
  readonly causal: boolean;
  readonly padValue: -1 | 0 | 1;
  readonly precision: WeightPrecision;
  readonly bias?: boolean;
}

/** Batch norm per channel (Ioffe and Szegedy, 2015), with gain and bias. */
export interface BatchNormBlueprint {
  readonly op: 'batch-norm';
}

/**
 * The sign, with a straight-through estimator behind: `clipped` passes the gradient where |x| <= 1
 * (Courbariaux et al., 2016), `quadratic` weighs it by 2 - 2|x| (Liu et al., Bi-Real Net, 2018).
 */
export interface SignBlueprint {
  readonly op: 'sign';
  readonly estimator: 'clipped' | 'quadratic';
  /** Whether a threshold is learned for each channel. */
  readonly shift: boolean;
}

/** PReLU, between learned shifts where asked (Liu et al., ReActNet, 2020). */
export interface PreluBlueprint {
  readonly op: 'prelu';
  readonly shifts: boolean;
}

/** max(x, 0). */
export interface ReluBlueprint {
  readonly op: 'relu';
}

/** A real-valued shortcut round a body; `pool` 2 where the body halves, `repeat` where it widens. */
export interface ShortcutBlueprint {
  readonly op: 'shortcut';
  readonly body: readonly LayerBlueprint[];
  readonly pool: 1 | 2;
  readonly repeat: number;
}

/** Mean over all positions. */
export interface GlobalMeanBlueprint {
  readonly op: 'global-mean';
}

/** All positions and channels as one row. */
export interface FlattenBlueprint {
  readonly op: 'flatten';
}

/** Sets a share of the values to zero while training, and scales up the rest. */
export interface DropoutBlueprint {
  readonly op: 'dropout';
  readonly share: number;
}
