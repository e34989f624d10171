import type { Blueprint, LayerBlueprint, TrainingSettings } from '@onebit/bnn-training';
import { BINS } from '@onebit/speech-separation';

/** Frames of a training crop: 4.1 s. */
export const CROP_FRAMES = 128;

/** How a separating network is trained. */
export interface SpeechRecipe {
  readonly blueprint: Blueprint;
  readonly settings: TrainingSettings;
  /** Who talks: one woman and one man, the mask being hers, or any two, in either order. */
  readonly talkers: 'female-male' | 'any';
  /** Steps from one look at the held-back mixtures to the next. */
  readonly stepsPerEpoch: number;
}

/** A 1-bit convolution over time inside a real-valued shortcut (Liu et al., 2018, 2020). */
const block = (channels: number, dilation: number): LayerBlueprint[] => [
  {
    op: 'shortcut',
    pool: 1,
    repeat: 1,
    body: [
      { op: 'sign', estimator: 'quadratic', shift: true },
      {
        op: 'conv1d',
        filters: channels,
        taps: 3,
        dilation,
        causal: false,
        padValue: 1,
        precision: 'binary',
      },
      { op: 'batch-norm' },
    ],
  },
  { op: 'prelu', shifts: true },
];

/** A real map of each frame's channels alone. */
const perFrame = (filters: number, bias: boolean): LayerBlueprint => ({
  op: 'conv1d',
  filters,
  taps: 1,
  dilation: 1,
  causal: false,
  padValue: 0,
  precision: 'real',
  bias,
});

/** Log-magnitudes in, one mask value a frequency out; all that looks over time is 1-bit. */
const temporalNetwork = (id: string, channels: number): Blueprint => ({
  id,
  task: 'speech-separation',
  input: { kind: 'reals', shape: [CROP_FRAMES, BINS] },
  layers: [
    // Natural logarithms from -6.9, silence, to 3.6 fill the 8 bits.
    { op: 'input-quantise', scale: 24, offset: 40 },
    perFrame(channels, false),
    { op: 'batch-norm' },
    { op: 'prelu', shifts: true },
    ...[1, 2, 4, 8, 1, 2, 4, 8].flatMap((dilation) => block(channels, dilation)),
    perFrame(BINS, true),
  ],
  labels: Array.from({ length: BINS }, (_, bin) => `${((bin * 4000) / (BINS - 1)).toFixed(1)} Hz`),
});

const settings = {
  batchSize: 8,
  schedule: { kind: 'cosine', warmUp: 0.02 },
  realRate: 2e-3,
  latentRate: 4e-3,
  clipNorm: 20,
  seed: 1,
} as const;

/** The recipes by the identifier of the model they make. */
export const speechRecipes: Readonly<Record<string, SpeechRecipe>> = {
  'speech-separation-female-male': {
    blueprint: temporalNetwork('speech-separation-female-male', 192),
    settings: { ...settings, epochs: 22 },
    talkers: 'female-male',
    stepsPerEpoch: 100,
  },
  'speech-separation-any': {
    blueprint: temporalNetwork('speech-separation-any', 192),
    settings: { ...settings, epochs: 12 },
    talkers: 'any',
    stepsPerEpoch: 200,
  },
};
