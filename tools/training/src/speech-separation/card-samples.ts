import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readSound, writeFlac } from '@onebit/audio';
import type { Model } from '@onebit/bnn';
import { SpeechSeparator } from '@onebit/speech-separation';

/** The mixture of the library that cards are illustrated with. */
const SAMPLE = '@onebit/speech-separation/samples/woman-and-man.flac';
const FILES = {
  mixture: 'sample-mixture.flac',
  talkers: ['sample-talker-1.flac', 'sample-talker-2.flac'],
} as const;

/**
 * Writes a short mixture and what the model makes of it beside a card, and gives the words about
 * them.
 *
 * @param folder - of the card
 */
export async function writeCardSamples(model: Model, folder: string): Promise<string> {
  const bytes = await readFile(fileURLToPath(import.meta.resolve(SAMPLE)));
  using separator = await SpeechSeparator.load({ model });
  const { talkers, report } = await separator.separate(readSound(bytes), { talkers: 2 });
  await writeFile(join(folder, FILES.mixture), bytes);
  for (const [talker, sound] of talkers.entries()) {
    await writeFile(join(folder, FILES.talkers[talker]!), writeFlac(sound));
  }
  const [first, second] = FILES.talkers;
  return `## To listen to

[Mixture](${FILES.mixture}), [first talker](${first}), [second talker](${second}): three seconds of two
readers of LibriSpeech, whom the model heard read other sentences in training; its confidence is
${Math.round(report.confidence * 100)} %. Readings 19-227-0046 and 26-495-0089 (train-clean-100), © 2014 Vassil Panayotov,
read by LibriVox volunteers, [CC BY 4.0](https://creativecommons.org/licenses/by/4.0/); resampled to
8 kHz, levelled, added, and separated by this model.
`;
}
