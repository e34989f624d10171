import type { NetworkDescription } from '@onebit/bnn';

/** What the outputs of a network stand for. */
export interface Outputs {
  /** What a user is told: emotions, digits. Masks of sounds have none. */
  readonly labels?: readonly string[];
  /** The languages that a model of several tells apart by its last outputs. */
  readonly languages?: readonly string[];
}

/** The outputs of a network, sorted by what they stand for. */
export function outputsOf({ task, labels, languages = [] }: NetworkDescription): Outputs {
  // A separator's outputs are bins of a spectrum, which nobody is told.
  if (task === 'speech-separation') return {};
  const told = labels.length - languages.length;
  return {
    labels: labels.slice(0, told),
    ...(languages.length > 0 && { languages: labels.slice(told) }),
  };
}
