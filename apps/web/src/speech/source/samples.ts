import twoMen from '@onebit/speech-separation/samples/two-men.flac?url';
import womanAndMan from '@onebit/speech-separation/samples/woman-and-man.flac?url';

/** A mixture that comes along, to hear what the page does before one's own is at hand. */
export interface Sample {
  readonly id: string;
  readonly title: string;
  /** What to expect of it. */
  readonly says: string;
  readonly address: string;
}

export const samples: readonly [Sample, ...Sample[]] = [
  {
    id: 'woman-and-man',
    title: 'A woman and a man',
    says: 'Voices far apart: what the model does best.',
    address: womanAndMan,
  },
  {
    id: 'two-men',
    title: 'Two men',
    says: 'Voices close together: hard for the model.',
    address: twoMen,
  },
];

export const findSample = (id: string): Sample | undefined =>
  samples.find((sample) => sample.id === id);
