import { Stft } from '@onebit/audio';
import type { Speaker } from '@onebit/datasets';
import { OnebitError } from '@onebit/errors';
import { features, FRAME_SIZE, SAMPLE_RATE } from '@onebit/speech-separation';
import type { HeldBackMixture } from './held-back-mixtures.ts';

/** Seconds of a held-back mixture, and how many there are. */
const SECONDS = 5;
const MIXTURES = 6;

/** What is left to train on of two known talkers, and mixtures of what is not. */
export interface KnownPair {
  readonly speakers: readonly [Speaker, Speaker];
  readonly heldBack: readonly HeldBackMixture[];
}

/**
 * Holds back the last half minute of each talker's recording, as mixtures at 0 dB to choose the
 * epoch by.
 *
 * @param speakers - those of a set
 * @param known - identifiers of the woman and the man
 * @throws OnebitError `dataset-unreadable` where one of them is missing
 */
export function knownPair(
  speakers: readonly Speaker[],
  known: readonly [string, string],
): KnownPair {
  const pair = known.map((id) => {
    const speaker = speakers.find((candidate) => candidate.id === id);
    if (speaker) return speaker;
    throw new OnebitError('dataset-unreadable', {
      expected: `a known speaker ${id}`,
      received: speakers.map((candidate) => candidate.id).join(', '),
      hint: 'Give the folder whose manifest.jsonl names both.',
    });
  }) as unknown as readonly [Speaker, Speaker];
  const length = SECONDS * SAMPLE_RATE;
  const kept = ({ samples }: Speaker): number => samples.length - MIXTURES * length;
  const stft = new Stft(FRAME_SIZE);
  return {
    speakers: [
      { ...pair[0], samples: pair[0].samples.subarray(0, kept(pair[0])) },
      { ...pair[1], samples: pair[1].samples.subarray(0, kept(pair[1])) },
    ],
    heldBack: Array.from({ length: MIXTURES }, (_, at) => {
      const piece = (speaker: Speaker): Float32Array => {
        const from = kept(speaker) + at * length;
        return ofUnitPower(speaker.samples.subarray(from, from + length));
      };
      const talkers = [piece(pair[0]), piece(pair[1])] as const;
      const mixture = talkers[0].map((value, sample) => value + talkers[1][sample]!);
      const spectrogram = stft.analyse(mixture);
      return { mixture, talkers, spectrogram, features: features(spectrogram, false) };
    }),
  };
}

function ofUnitPower(samples: Float32Array): Float32Array {
  const power = samples.reduce((sum, value) => sum + value * value, 0) / samples.length;
  return samples.map((value) => value / Math.sqrt(power));
}
