import { type Blueprint, type LayerBlueprint, realTwin } from '@onebit/bnn-training';
import { BINS } from './talker-pair.ts';

/** Frames of a window that the network sees and answers at once. */
export const WINDOW = 20;
/** Inputs, units of each hidden layer and outputs: all alike, as in the paper. */
export const UNITS = WINDOW * BINS;

/** Bits of an input: standardised logarithms of magnitudes at least each of these. */
const THRESHOLDS = [-1.2, -0.4, 0.4, 1.2];

const hidden = (): readonly LayerBlueprint[] => [
  { op: 'dense', outputs: UNITS, precision: 'binary' },
  { op: 'batch-norm' },
  { op: 'sign', estimator: 'clipped', shift: false },
];

const network = (id: string, input: LayerBlueprint): Blueprint => ({
  id,
  task: 'simpson-mask',
  input: { kind: 'reals', shape: [UNITS] },
  layers: [
    input,
    ...hidden(),
    ...hidden(),
    { op: 'dense', outputs: UNITS, precision: 'binary' },
    { op: 'batch-norm' },
  ],
  labels: Array.from(
    { length: UNITS },
    (_, at) => `frame ${Math.floor(at / BINS)} bin ${at % BINS}`,
  ),
});

/**
 * The 1-bit form: four bits an input, 1-bit weights in all three layers, signs between them (inputs
 * spread over bits as Kim and Smaragdis do, 2018).
 */
export const oneBitForm = network('simpson-one-bit', {
  op: 'input-thermometer',
  thresholds: THRESHOLDS,
});

/** The real-valued form: the same layers of real weights, saturating units between them. */
export const realForm = realTwin(
  network('simpson', { op: 'input-quantise', scale: 32, offset: 0 }),
);
