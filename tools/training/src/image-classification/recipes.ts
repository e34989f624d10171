import type { Blueprint, LayerBlueprint, TrainingSettings } from '@onebit/bnn-training';

/** How a model of pictures is trained: its layout, its settings, its data. */
export interface ImageRecipe {
  readonly blueprint: Blueprint;
  readonly settings: TrainingSettings;
  /** Largest shift in pixels, in each direction, at random. */
  readonly shift: number;
  /** Whether pictures are mirrored at random. */
  readonly mirror: boolean;
  /** Training pictures that are held back to choose the epoch by. */
  readonly heldBack: number;
  readonly licence: string;
  /** What the data is and whose. */
  readonly attribution: string;
}

const digits = ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'];
const clothes = [
  'T-shirt',
  'trouser',
  'pullover',
  'dress',
  'coat',
  'sandal',
  'shirt',
  'sneaker',
  'bag',
  'ankle boot',
];

/** Product, batch norm and sign of a BinaryNet (Courbariaux et al., 2016). */
const binaryDense = (outputs: number): LayerBlueprint[] => [
  { op: 'dense', outputs, precision: 'binary' },
  { op: 'batch-norm' },
  { op: 'sign', estimator: 'clipped', shift: false },
];

/** One block with a real-valued shortcut round a 1-bit 3x3 convolution (Liu et al., 2018, 2020). */
const binaryBlock = (channels: number, filters: number, stride: 1 | 2): LayerBlueprint[] => [
  {
    op: 'shortcut',
    pool: stride,
    repeat: filters / channels,
    body: [
      { op: 'sign', estimator: 'quadratic', shift: true },
      {
        op: 'conv2d',
        filters,
        kernel: 3,
        stride,
        padding: 1,
        padValue: -1,
        precision: 'binary',
      },
      { op: 'batch-norm' },
    ],
  },
  { op: 'prelu', shifts: true },
];

/** An 8-bit stem, five 1-bit blocks, a mean over positions and a real linear layer. */
const convolutional = (widths: readonly [number, number, number]): LayerBlueprint[] => [
  { op: 'input-quantise', scale: 1, offset: -128 },
  {
    op: 'conv2d',
    filters: widths[0],
    kernel: 5,
    stride: 2,
    padding: 2,
    padValue: 0,
    precision: 'real',
  },
  { op: 'batch-norm' },
  { op: 'prelu', shifts: true },
  ...binaryBlock(widths[0], widths[0], 1),
  ...binaryBlock(widths[0], widths[1], 2),
  ...binaryBlock(widths[1], widths[1], 1),
  ...binaryBlock(widths[1], widths[2], 2),
  ...binaryBlock(widths[2], widths[2], 1),
  { op: 'global-mean' },
  { op: 'dense', outputs: 10, precision: 'real', bias: true },
];

const picture = { kind: 'levels', shape: [28, 28, 1] } as const;
const mnist = {
  licence: 'CC BY-SA 3.0',
  attribution: 'MNIST, Y. LeCun, C. Cortes and C. J. C. Burges',
  heldBack: 5000,
  mirror: false,
};
const training = {
  batchSize: 100,
  schedule: { kind: 'one-cycle', warmUp: 0.2 },
  latentRate: 1e-2,
  realRate: 5e-3,
} as const;

/** The recipes by the identifier of the model they make. */
export const imageRecipes: Readonly<Record<string, ImageRecipe>> = {
  'mnist-dense': {
    ...mnist,
    blueprint: {
      id: 'mnist-dense',
      task: 'image-classification',
      input: picture,
      layers: [
        { op: 'flatten' },
        { op: 'input-sign', threshold: 128 },
        ...binaryDense(448),
        ...binaryDense(256),
        { op: 'dense', outputs: 10, precision: 'binary' },
        { op: 'batch-norm' },
      ],
      labels: digits,
    },
    settings: { ...training, epochs: 30, seed: 1 },
    shift: 1,
  },
  'mnist-conv': {
    ...mnist,
    blueprint: {
      id: 'mnist-conv',
      task: 'image-classification',
      input: picture,
      layers: convolutional([16, 32, 64]),
      labels: digits,
    },
    settings: { ...training, epochs: 15, seed: 1 },
    shift: 2,
  },
  'fashion-mnist': {
    blueprint: {
      id: 'fashion-mnist',
      task: 'image-classification',
      input: picture,
      layers: convolutional([32, 64, 128]),
      labels: clothes,
    },
    settings: { ...training, epochs: 24, seed: 1 },
    shift: 2,
    mirror: true,
    heldBack: 5000,
    licence: 'MIT',
    attribution: 'Fashion-MNIST, Zalando SE',
  },
};
