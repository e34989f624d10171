import type { Blueprint, LayerBlueprint, TrainingSettings } from '@onebit/bnn-training';
import { BINS } from '@onebit/speech-separation';
import type { VoiceChanges } from './mixing.ts';
import type { Layouts } from './layouts.ts';

/** Frames of a training crop: 5.6 s. Long ones teach a talker's mask to stay with the talker. */
export const CROP_FRAMES = 176;

/** What is gentler in a run that only refines. */
interface Refinement {
  readonly rates: Pick<TrainingSettings, 'realRate' | 'latentRate'>;
  readonly voices: VoiceChanges;
}

/** How a separating network is trained. */
export interface SpeechRecipe {
  readonly blueprint: Blueprint;
  readonly settings: TrainingSettings;
  /** Whether the network hears levels of the past alone. */
  readonly causal: boolean;
  /** How far the voices are changed. */
  readonly voices: VoiceChanges;
  /** What is gentler where the run refines what another has learned. */
  readonly refinement: Refinement;
  /** Dilations of the network's blocks and of those it may be grown from. */
  readonly layouts: Layouts;
  /**
   * Who talks: one woman and one man, the mask being hers, or any two, the mask being the higher
   * voice's where they differ and of either where not.
   */
  readonly talkers: 'female-male' | 'any';
  /** Identifiers of a woman and a man, where the network is to know these two alone. */
  readonly known?: readonly [string, string];
  /** Steps from one look at the held-back mixtures to the next. */
  readonly stepsPerEpoch: number;
}

/** Frames that a causal network may look ahead, so that a stream answers within 200 ms. */
const CAUSAL_LOOK_AHEAD = 4;

/** A 1-bit convolution over time inside a real-valued shortcut (Liu et al., 2018, 2020). */
const block = (channels: number, dilation: number, causal: boolean): LayerBlueprint[] => [
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
        causal,
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

/** Which blocks look back alone: the first ones look ahead as long as the network may. */
function causalBlocks(dilations: readonly number[]): readonly boolean[] {
  let left = CAUSAL_LOOK_AHEAD;
  return dilations.map((dilation) => {
    if (dilation > left) return true;
    left -= dilation;
    return false;
  });
}

/** Log-magnitudes in, one mask value a frequency out; all that looks over time is 1-bit. */
const temporalNetwork = (
  id: string,
  channels: number,
  dilations: readonly number[],
  causal: readonly boolean[],
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
    ...dilations.flatMap((dilation, at) => block(channels, dilation, causal[at] ?? false)),
    perFrame(BINS, true),
  ],
  labels: Array.from({ length: BINS }, (_, bin) => `${((bin * 4000) / (BINS - 1)).toFixed(1)} Hz`),
});

/** Together they see 4 s before and behind a frame. */
const layouts: Layouts = {
  dilations: [1, 2, 4, 8, 16, 1, 2, 4, 8, 32, 1, 2, 4, 8, 16, 1, 2, 4, 8],
  earlier: [1, 2, 4, 8, 16, 1, 2, 4, 8, 32, 1, 2, 4, 8],
};

const settings = {
  batchSize: 6,
  schedule: { kind: 'cosine', warmUp: 0.02 },
  realRate: 2e-3,
  latentRate: 4e-3,
  clipNorm: 20,
  seed: 1,
} as const;

/** Voices of many sizes, rooms and microphones. */
const strange: VoiceChanges = { speeds: [0.8, 1.25], echoes: 0.3, hisses: 0.3, swing: 6 };
/** Voices much as they come, which a network of this size can learn better. */
const familiar: VoiceChanges = { speeds: [0.88, 1.14], echoes: 0.15, hisses: 0.15, swing: 4 };

const refinement: Refinement = {
  rates: { realRate: 1.5e-3, latentRate: 3e-3 },
  voices: familiar,
};

/** Any two talkers: voices of other sizes make more of them. */
const anyTalkers = {
  settings: { ...settings, epochs: 30 },
  refinement,
  layouts,
  talkers: 'any',
  voices: strange,
  stepsPerEpoch: 200,
} as const;

/** A woman and a man: voices changed further would make men of slow women. */
const womanAndMan = {
  settings: { ...settings, epochs: 12 },
  voices: { ...strange, speeds: [0.9, 1.12] },
  refinement: { ...refinement, voices: { ...familiar, speeds: [0.9, 1.12] } },
  layouts,
  causal: false,
  talkers: 'female-male',
  stepsPerEpoch: 200,
} as const;

/** Known voices are changed as little as one's own voice changes. */
const known: VoiceChanges = { speeds: [0.97, 1.03], echoes: 0.05, hisses: 0.1, swing: 2 };

/** The recipes by the identifier of the model they make. */
export const speechRecipes: Readonly<Record<string, SpeechRecipe>> = {
  'speech-separation-female-male': {
    ...womanAndMan,
    blueprint: temporalNetwork('speech-separation-female-male', 192, layouts.dilations, []),
  },
  'speech-separation-known-pair': {
    ...womanAndMan,
    blueprint: temporalNetwork('speech-separation-known-pair', 192, layouts.dilations, []),
    voices: known,
    refinement: { ...refinement, voices: known },
    known: ['ls19', 'ls26'],
  },
  'speech-separation-any': {
    ...anyTalkers,
    blueprint: temporalNetwork('speech-separation-any', 192, layouts.dilations, []),
    causal: false,
  },
  'speech-separation-causal': {
    ...anyTalkers,
    blueprint: temporalNetwork(
      'speech-separation-causal',
      192,
      layouts.dilations,
      causalBlocks(layouts.dilations),
    ),
    layouts: { ...layouts, fromCentred: true },
    causal: true,
  },
};
