import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadModel, MODEL_FILE } from '@onebit/bnn/node';
import { EmotionClassifier } from '@onebit/emotion-classification';
import {
  type EmotionClassificationEvaluation,
  evaluateEmotionClassification,
} from '@onebit/evaluation';
import type { JointNetworkComparison } from './joint-networks/compare.ts';
import { comparisonSection } from './joint-networks/comparison-section.ts';
import { plotReliability, RELIABILITY_FILE, reliabilitySection } from './reliability-plot.ts';
import type { TrainedEmotionModel } from './train.ts';

/**
 * Judges a trained classifier of GoEmotions on dev and writes `metrics.json` and the model card beside
 * it. Where the folder holds `jbnn.json`, what `onebit reproduce jbnn --json` printed, its table goes
 * into the card.
 *
 * @param folder - that holds `model.safetensors` and `training.json`
 * @param data - folder of GoEmotions
 */
export async function writeEmotionCard(folder: string, data: string): Promise<void> {
  const model = await loadModel(folder);
  const { network } = model;
  const digest = createHash('sha256')
    .update(await readFile(join(folder, MODEL_FILE)))
    .digest('hex');
  const training = JSON.parse(
    await readFile(join(folder, 'training.json'), 'utf8'),
  ) as TrainedEmotionModel;
  using classifier = await EmotionClassifier.load(model);
  const { textsPerSecond: _speed, ...dev } = await evaluateEmotionClassification(
    join(data, 'dev.tsv'),
    {
      classifier,
    },
  );
  const { provenance, layers, vocabulary } = network;
  const metrics = {
    seed: provenance.seed,
    data: training.data,
    command: provenance.command,
    stages: training.stages,
    thresholdBlend: training.thresholdBlend,
    factorisationError: training.factorisationError,
    dev,
  };
  await writeFile(join(folder, 'metrics.json'), `${JSON.stringify(metrics, undefined, 2)}\n`);
  await writeFile(
    join(folder, RELIABILITY_FILE),
    plotReliability(`${network.id}: probabilities on dev`, dev.reliability),
  );
  const comparison = await readFile(join(folder, 'jbnn.json'), 'utf8').then(
    (text) => JSON.parse(text) as JointNetworkComparison,
    () => undefined,
  );
  const { id } = network;
  const [bag] = layers;
  const width = bag?.op === 'bag' ? bag.width : 0;
  const { singleThreshold, commonThreshold } = dev;
  const card = `# ${id}

${
  id.endsWith('-small')
    ? 'The small sister of [emotion-goemotions](../emotion-goemotions/README.md)'
    : 'What a text feels like, in 28 labels told jointly by a model of one-bit codes'
}: ${vocabulary!.features.toLocaleString('en')} n-grams of ${width} bits each${
    id === 'emotion-goemotions' ? '. It ships with `@onebit/emotion-classification`' : ''
  }.

| | |
| --- | --- |
| task | ${network.task} |
| file | \`model.safetensors\`, ${model.bytes} bytes: everything a classifier needs; SHA-256 \`${digest}\` |
| labels | 27 emotions and neutral, told jointly; Ekman's six groups and neutral |
| data | GoEmotions (Demszky, Movshovitz-Attias, Ko, Cowen, Nemade and Ravi, ACL 2020), CC BY 4.0, its train part; SHA-256 of each file in [metrics.json](metrics.json) |
| seed | ${provenance.seed}, one only |
| licence | MIT for the model; the data keep their own |

Made by

\`\`\`sh
npx ${provenance.command}
\`\`\`

in about a quarter of an hour on one thread of a shared two-core machine, most of it for the teachers
(the seconds in the model file may count the stages after them only), and judged by

\`\`\`sh
npx onebit evaluate emotion-classification --model ${id} --data dev.tsv
\`\`\`

## How well

All figures are on the ${dev.rows} texts of the dev part, one seed. No text of the test part was used for
training, for features, for thresholds, or to choose anything.

| figure | value |
| --- | --- |
| macro-F1, thresholds cross-validated inside dev | **${figure(training.stages['one-bit codes']!)}** |
| macro-F1, thresholds as shipped, judged on the texts that chose them | ${figure(dev.macroF1)} |
| micro-F1, likewise | ${figure(dev.microF1)} |
| macro-F1 / micro-F1 with ${singleThreshold.threshold} for every label | ${figure(singleThreshold.macroF1)} / ${figure(singleThreshold.microF1)} |
| macro-F1 / micro-F1 with ${figure(commonThreshold.threshold)} for every label | ${figure(commonThreshold.macroF1)} / ${figure(commonThreshold.microF1)} |
| Ekman's groups, macro-F1, thresholds cross-validated | ${figure(training.stages["Ekman's groups"]!)} |
| average precision | ${figure(dev.averagePrecision)} |
| Hamming loss | ${figure(dev.hammingLoss)} |
| one-error | ${figure(dev.oneError)} |
| coverage | ${figure(dev.coverage)} |
| ranking loss | ${figure(dev.rankingLoss)} |
| the float model that the codes stand for, same features, same protocol | ${figure(training.stages['kept features']!)} |
| the float model on all features | ${figure(training.stages['all features']!)} |
| expected calibration error | ${dev.reliability.expectedCalibrationError.toFixed(4)} |

Thresholds: each label's own best threshold on a smoothed F1 curve, blended with the best common one;
the blend (${training.thresholdBlend} of the own one) is the best in 5-fold cross-validation inside dev. On texts
that chose neither, expect the first figure or less: dev chose the blend and the settings of the
recipe. Differences under 0.01 are noise: the rarest labels have 13 to 21 texts in dev.

The scores are probabilities that can be believed (below), so most labels lie well under 0.3 where they
decide best: the single threshold 0.3 of the first publications suits networks that are surer than they
should be. One threshold for all labels belongs where the model's own lie on average, at
${figure(commonThreshold.threshold)}; for micro-F1 or few false alarms, higher.

## Label by label

Thresholds as shipped, on dev.

| label | F1 | precision | recall | texts | threshold |
| --- | --- | --- | --- | --- | --- |
${labelRows(dev)}
${reliabilitySection(dev.reliability, `All labels together, on the ${dev.rows} texts of dev.`)}
## How it is built

Word 1-2-grams and character 3-5-grams, hashed; a minimal perfect hash with 16-bit fingerprints keeps
those that say most. Two teachers (a linear model on word 1-3-grams and character 2-6-grams, and a
convolution over word vectors on top of it), each asked only about texts it did not learn from, give
six tenths of the targets, the labels the rest. A linear model of all labels is fitted to these targets
by dual coordinate ascent, then its weights are written as 8-bit row scale times 1-bit code times one
small matrix.
${comparison ? comparisonSection(comparison) : ''}
## What it is for

Sorting and counting English texts by how they sound, on your own machine: posts of a forum, answers of a
survey, tickets of a support desk, lines of a game, of people who know that it is done. Check it on some
hundred texts of your own before you rely on its counts.

## What it must not be used for

- It reads English of the kind that was written on Reddit up to 2019. On other languages and kinds of
  text its figures say nothing.
- It tells what a text sounds like to readers, not what its writer feels. Do not decide about people by
  it: not in hiring, lending, insurance, schools, policing or health, and not as a detector of crises.
- Raters agreed only moderately; the writers were mostly young and male. Words of some groups may be
  heard as angrier or sadder than they are.
- Rare labels (grief, relief, pride, nervousness) have 77 to 164 examples: treat them as hints.
- It hears words and short runs of them. Irony, and what depends on the conversation, it misses.
`;
  await writeFile(join(folder, 'README.md'), card);
}

function labelRows({ perLabel }: Pick<EmotionClassificationEvaluation, 'perLabel'>): string {
  return Object.entries(perLabel)
    .map(
      ([name, { f1, precision, recall, support, threshold }]) =>
        `| ${name} | ${[f1, precision, recall].map(figure).join(' | ')} | ${support} | ${figure(threshold)} |`,
    )
    .join('\n');
}

const figure = (value: number): string => value.toFixed(3);
