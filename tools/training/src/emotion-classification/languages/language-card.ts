import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadModel, MODEL_FILE } from '@onebit/bnn/node';
import { EmotionClassifier, languageName } from '@onebit/emotion-classification';
import { evaluateEmotionClassification } from '@onebit/evaluation';
import type { Reliability } from '@onebit/text';
import {
  joinReliability,
  plotReliability,
  RELIABILITY_FILE,
  reliabilitySection,
} from '../reliability-plot.ts';
import type { LanguageFigures, TrainedLanguageModel } from './trained-languages.ts';

/**
 * Writes the card of a model of several languages, and its reliability plot, from what its training
 * left and from its answers about dev.
 *
 * @param folder - that holds `model.safetensors` and `training.json`
 * @param data - folder of the data set
 */
export async function writeLanguageCard(folder: string, data: string): Promise<void> {
  const model = await loadModel(folder);
  const { network, bytes } = model;
  const digest = createHash('sha256')
    .update(await readFile(join(folder, MODEL_FILE)))
    .digest('hex');
  const training = JSON.parse(
    await readFile(join(folder, 'training.json'), 'utf8'),
  ) as TrainedLanguageModel;
  const { languages, mean, outOfFold } = training;
  using classifier = await EmotionClassifier.load(model);
  const parts: Reliability[] = [];
  for (const file of Object.keys(training.data).filter((name) => /\bdev\b/.test(name))) {
    const { reliability } = await evaluateEmotionClassification(join(data, file), { classifier });
    parts.push(reliability);
  }
  const believed = joinReliability(parts);
  await writeFile(
    join(folder, RELIABILITY_FILE),
    plotReliability(`${network.id}: probabilities on dev, all languages`, believed),
  );
  const codes = Object.keys(languages);
  const labels = network.labels.slice(0, network.labels.length - codes.length);
  const { provenance, id, vocabulary } = network;
  const { words, characters = [0, 0] } = vocabulary!;
  const dev = codes.reduce((sum, code) => sum + languages[code]!.devTexts, 0);
  const fewest = Math.min(...codes.map((code) => languages[code]!.devTexts));
  const unasked = codes.flatMap((code, at) => {
    const never = network.languages![at]!.decisionThresholds.flatMap((threshold, label) =>
      threshold < 1 ? [] : [labels[label]!],
    );
    return never.length > 0 ? [`${languageName(code)}: ${never.join(', ')}`] : [];
  });
  const card = `# ${id}

What a text feels like, in ${codes.length} languages: ${labels.length} labels told jointly by one model of one-bit codes, which also tells the language.

| | |
| --- | --- |
| task | ${network.task} |
| file | \`model.safetensors\`, ${bytes} bytes: everything a classifier needs; SHA-256 \`${digest}\` |
| labels | ${labels.join(', ')} |
| languages | ${codes.map((code) => `${code} (${languageName(code)})`).join(', ')} |
| data | ${provenance.source}; the train part; SHA-256 of each file in [training.json](training.json) |
| seed | ${provenance.seed}, one only |
| licence | ${provenance.licence}; the data keep theirs |

Made by

\`\`\`sh
npx ${provenance.command}
\`\`\`

and judged, one language at a time, by

\`\`\`sh
npx onebit evaluate emotion-classification --model ${id} --data dev.tsv.gz [--language CODE]
\`\`\`

The language is detected text by text; \`onebit emotions --language CODE\`, the option \`language\` of the
library and the member \`language\` of a request say it instead, which is surer for short texts.

## How well

Macro-F1 on the ${dev} texts of dev, over the labels that the raters of a language were asked about. No
text of the test part was used for anything.

| mean of the languages | macro-F1 |
| --- | --- |
| a float model for each language alone | ${figure(mean.floatReference)} |
| **this model, language detected** | **${figure(mean.detected)}** |
| this model, language told | ${figure(mean.told)} |

The float models are linear models on word 1-${words}-grams and character ${characters[0]}-${characters[1]}-grams with thresholds from
cross-validation inside train. Asked about training texts that they had not learned from, their mean is
${figure(outOfFold['languages alone']!)}, that of one float model of all languages ${figure(outOfFold['languages together']!)}, that of both together, the teachers of
this model, ${figure(outOfFold['both']!)}. Thresholds of this model: those of the teachers, chosen language by language on
such answers, all moved by ${training.thresholdShift.toFixed(1)} in log-odds, the one number that dev chose.

| language | float alone | told | detected | language right | train texts | dev texts |
| --- | --- | --- | --- | --- | --- | --- |
${codes.map((code) => row(`${code} (${languageName(code)})`, languages[code]!)).join('\n')}
| mean | ${figure(mean.floatReference)} | ${figure(mean.told)} | ${figure(mean.detected)} | ${percent(mean.detection)} | | |

With as few as ${fewest} dev texts a language, single languages are uncertain by several hundredths; the means
by about one. One seed.
${reliabilitySection(believed, `All labels and languages together, languages detected, on the ${dev} texts of dev.`)}
## How it is built

Word 1-${words}-grams and character ${characters[0]}-${characters[1]}-grams of all languages, hashed; a perfect hash with 16-bit
fingerprints keeps those that say most. Linear models, some of each language alone, some of all
languages together, say what they think of training texts that they did not learn from; that is six
tenths of the targets, the labels are the rest. One linear model of all languages, with a shift for each
language and label, is fitted to these targets; outputs beside it tell the language. The weights of both are
written as 8-bit row scale times 1-bit code times one small matrix (${percent(training.factorisationError)} of the weighted squared weights lost).

## What it is for

Sorting and counting texts by how they sound, on your own machine: posts of a forum, answers of a survey,
tickets of a support desk, lines of a game, of people who know that it is done. Check it on some hundred
texts of your own before you rely on its counts.

## What it must not be used for

- It tells what a text sounds like to raters, not what its writer feels. Do not decide about people by
  it: not in hiring, lending, insurance, schools, policing or health, and not as a detector of crises.
- Texts of other languages are heard as one of these: the detector has no answer "another one".
  Languages near each other, such as two kinds of Arabic, are mistaken for each other.
- It hears words and short runs of them. Irony, and what depends on the conversation, it misses.
- What the raters of one language call anger another's may not; compare languages by it with care.
${unasked.length > 0 ? `- Never told, because the raters were not asked: ${unasked.join('; ')}.\n` : ''}`;
  await writeFile(join(folder, 'README.md'), card);
}

const figure = (value: number): string => value.toFixed(3);
const percent = (share: number): string => `${(100 * share).toFixed(1)} %`;

const row = (name: string, figures: LanguageFigures): string =>
  `| ${name} | ${figure(figures.floatReference)} | ${figure(figures.told)} | ${figure(figures.detected)} | ${percent(figures.detection)} | ${figures.trainTexts} | ${figures.devTexts} |`;
