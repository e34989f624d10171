import type { CalibrationDescription } from './calibration.ts';
import type { Layer } from './layers.ts';
import type { LabelGroup } from './groups.ts';
import type { LanguageDescription } from './languages.ts';
import type { VocabularyDescription } from './vocabulary.ts';
import type { WordOrderDescription } from './word-order.ts';

/** The version of the description that this library writes and reads. */
export const FORMAT_VERSION = 1;

/** What flows between layers. */
export type ValueKind = 'levels' | 'bits' | 'integers' | 'reals' | 'features';

/** The kind and the shape, without the batch, of what flows between two layers. */
export interface Signal {
  readonly kind: ValueKind;
  readonly shape: readonly number[];
}

/** A network as data: its input, its layers in order, and the names of its outputs. */
export interface NetworkDescription {
  readonly formatVersion: typeof FORMAT_VERSION;
  /** Identifier, the name of the folder under `models/`. */
  readonly id: string;
  /** The task that the network serves, such as `image-classification`. */
  readonly task: string;
  readonly input: Signal;
  readonly layers: readonly Layer[];
  /** One name an output, in order. */
  readonly labels: readonly string[];
  /** A decision threshold for each label, where the task decides label by label. */
  readonly decisionThresholds?: readonly number[];
  /** Groups of labels that are told as one. */
  readonly groups?: readonly LabelGroup[];
  /**
   * Languages that the network reads, where it reads several. Its last outputs are theirs, one each,
   * the likeliest language's the highest; the outputs before those are the labels.
   */
  readonly languages?: readonly LanguageDescription[];
  /** How features are found in a text, where the input is `features`. */
  readonly vocabulary?: VocabularyDescription;
  /** What the order of words adds to the outputs, where the network hears it. */
  readonly wordOrder?: WordOrderDescription;
  /** How certain answers turned out to be right, where the task tells of its answers. */
  readonly calibration?: CalibrationDescription;
  readonly provenance: Provenance;
}

/** Where a network comes from, so that it can be trained again. */
export interface Provenance {
  /** The command that trained or converted the network. */
  readonly command: string;
  readonly seed?: number;
  /** SHA-256 of each file that was trained on, by name. */
  readonly data?: Readonly<Record<string, string>>;
  readonly metrics?: Readonly<Record<string, number>>;
  readonly seconds?: number;
  readonly licence: string;
  readonly source?: string;
}
