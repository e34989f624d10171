import type { Blueprint, LayerBlueprint, TrainingSettings } from '@onebit/bnn-training';
import { BINS } from '@onebit/speech-separation';
import type { Layouts } from './start-from.ts';

/** Frames of a training crop: 5.6 s. Long ones teach a talker's mask to stay with the talker. */
export const CROP_FRAMES = 176;

/** Place of the first block over time among the layers of a separating network. */
export const FIRST_BLOCK = 4;

/** How a separating network is trained. */
export interface SpeechRecipe {
  readonly blueprint: Blueprint;
  readonly settings: TrainingSettings;
  /** Dilations of the network's blocks and of those it may be grown from. */
  readonly layouts: Layouts;
  /** Who talks: one woman and one man, the mask being hers, or any two, in either order. */
  readonly talkers: 'female-male' | 'any';
  /** Slowest and fastest that a voice is played, pitch and formants with it. */
  readonly speeds: readonly [slowest: number, fastest: number];
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
const temporalNetwork = (
  id: string,
  channels: number,
  dilations: readonly number[],
): Blueprint => ({
  id,
  task: 'speech-separation',
  input: { kind: 'reals', shape: [CROP_FRAMES, BINS] },
  layers: [
    // Natural logarithms from -6.9, silence, to 3.6 fill the 8 bits.
    { op: 'input-quantise', scale: 24, offset: 40 },
    perFrame(channels, false),
    { op: 'batch-norm' },
    { op: 'prelu', shifts: true },
    ...dilations.flatMap((dilation) => block(channels, dilation)),
    perFrame(BINS, true),
  ],
  labels: Array.from({ length: BINS }, (_, bin) => `${((bin * 4000) / (BINS - 1)).toFixed(1)} Hz`),
});

/** Together they see 3 s before and behind a frame. */
const layouts: Layouts = {
  dilations: [1, 2, 4, 8, 16, 1, 2, 4, 8, 32, 1, 2, 4, 8],
  earlier: [1, 2, 4, 8, 1, 2, 4, 8],
};

const settings = {
  batchSize: 6,
  schedule: { kind: 'cosine', warmUp: 0.02 },
  realRate: 2e-3,
  latentRate: 4e-3,
  clipNorm: 20,
  seed: 1,
} as const;

/** The recipes by the identifier of the model they make. */
export const speechRecipes: Readonly<Record<string, SpeechRecipe>> = {
  'speech-separation-female-male': {
    blueprint: temporalNetwork('speech-separation-female-male', 192, layouts.dilations),
    settings: { ...settings, epochs: 12 },
    layouts,
    talkers: 'female-male',
    // Further, and slow women would be heard as men.
    speeds: [0.9, 1.12],
    stepsPerEpoch: 200,
  },
  'speech-separation-any': {
    blueprint: temporalNetwork('speech-separation-any', 192, layouts.dilations),
    settings: { ...settings, epochs: 30 },
    layouts,
    talkers: 'any',
    speeds: [0.8, 1.25],
    stepsPerEpoch: 200,
  },
};
