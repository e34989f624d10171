import { createHash } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { loadModel, MODEL_FILE } from '@onebit/bnn/node';
import type { WordOrderDescription } from '@onebit/bnn';
import { EmotionClassifier } from '@onebit/emotion-classification';
import {
  type EmotionClassificationEvaluation,
  evaluateEmotionClassification,
} from '@onebit/evaluation';
import type { JointNetworkComparison } from './joint-networks/compare.ts';
import { comparisonSection } from './joint-networks/comparison-section.ts';
import { plotReliability, RELIABILITY_FILE, reliabilitySection } from './reliability-plot.ts';
import type { StudentFigures } from './student-figures.ts';
import type { TrainedEmotionModel } from './trained-model.ts';

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
    students: training.students,
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
  const { id, wordOrder: order } = network;
  const [bag] = layers;
  const width = bag?.op === 'bag' ? bag.width : 0;
  const { singleThreshold, commonThreshold } = dev;
  const { students } = training;
  const shipped = students.find(({ seed }) => seed === provenance.seed)!;
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
| seed | ${provenance.seed}, of the students ${students.map(({ seed }) => seed).join(', ')} below |
| licence | MIT for the model; the data keep their own |

Made by

\`\`\`sh
npx ${provenance.command}
\`\`\`

in about ${Math.round(training.seconds / 60)} minutes of one thread's processor time for the whole chain, all students included, and judged by

\`\`\`sh
npx onebit evaluate emotion-classification --model ${id} --data dev.tsv
\`\`\`

## How well

All figures are on the ${dev.rows} texts of the dev part. No text of the test part was used for
training, for features, for thresholds, or to choose anything.

| figure | value |
| --- | --- |
| macro-F1, thresholds cross-validated inside dev | **${figure(shipped.macroF1)}** |
| macro-F1, thresholds as shipped, judged on the texts that chose them | ${figure(dev.macroF1)} |
| micro-F1, likewise | ${figure(dev.microF1)} |
| macro-F1 / micro-F1 with ${singleThreshold.threshold} for every label | ${figure(singleThreshold.macroF1)} / ${figure(singleThreshold.microF1)} |
| macro-F1 / micro-F1 with ${figure(commonThreshold.threshold)} for every label | ${figure(commonThreshold.macroF1)} / ${figure(commonThreshold.microF1)} |
| Ekman's groups, macro-F1, thresholds cross-validated | ${figure(shipped.ekman)} |
| micro-F1 with ${training.microThreshold.threshold} for every label, the best such threshold | ${figure(training.microThreshold.microF1)} |
| average precision | ${figure(dev.averagePrecision)} |
| Hamming loss | ${figure(dev.hammingLoss)} |
| one-error | ${figure(dev.oneError)} |
| coverage | ${figure(dev.coverage)} |
| ranking loss | ${figure(dev.rankingLoss)} |
| the bag of one-bit codes alone, same protocol | ${figure(training.stages['one-bit codes']!)} |
| the float model that these codes stand for, same features, same protocol | ${figure(training.stages['kept features']!)} |
| that float model on all features | ${figure(training.stages['all features']!)} |
| expected calibration error | ${dev.reliability.expectedCalibrationError.toFixed(4)} |

Thresholds: each label's own best threshold on a smoothed F1 curve, blended with the best common one;
the blend (${training.thresholdBlend} of the own one) is the best in 5-fold cross-validation inside dev. On texts
that chose neither, expect the first figure or less: dev chose the blend and the settings of the
recipe. Differences under 0.01 are noise: the rarest labels have 13 to 21 texts in dev.

${studentsSection(students)}
The scores of rare labels are raised: each label's log-odds by ${training.rarityRaise} of the logarithm of how many
times rarer than neutral it is, as weights in the loss would do it. That share was chosen on dev, so
that a single threshold of 0.3, as in the first publications, does some justice to rare labels
(macro-F1 ${figure(singleThreshold.macroF1)}); the price is that scores under 0.1 are some two to three times what comes true, while
those from 0.1 to 0.7 come nearer to it (below). For the best macro-F1 with one threshold take the one
where the model's own lie on average, ${figure(commonThreshold.threshold)}; for micro-F1 ${training.microThreshold.threshold}; for few false alarms, a higher one.

## Label by label

Thresholds as shipped, on dev.

| label | F1 | precision | recall | texts | threshold |
| --- | --- | --- | --- | --- | --- |
${labelRows(dev)}
${reliabilitySection(dev.reliability, `All labels together, on the ${dev.rows} texts of dev.`)}
## How it is built

Word 1-2-grams and character 3-5-grams, hashed; a minimal perfect hash with 16-bit fingerprints keeps
those that say most. Teachers (a linear model on word 1-3-grams and character 2-6-grams, two
convolutions over word vectors, a bidirectional LSTM with attention), each asked only about texts it did
not learn from, give six tenths of the targets, the labels the rest. A linear model of all labels is fitted to these targets
by dual coordinate ascent, then its weights are written as 8-bit row scale times 1-bit code times one
small matrix.
${order ? orderSection(order) : ''}${comparison ? comparisonSection(comparison) : ''}
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

function orderSection({ words, width, filters, taps }: WordOrderDescription): string {
  return `
Beside this bag stands a 1-bit convolution: ${words.toLocaleString('en')} words with a code of ${width} bits,
${filters} filters of signs over windows of ${taps} words (XNOR and popcount), of each filter's responses the
largest, 8-bit outputs. It is trained with gradients straight through the signs, to the same targets,
on top of half the log-odds of the linear teacher, out of fold. Then both are trained on together, on
the sum of what they say, features silenced at random: the bag's scales and matrix (its codes stay) and
all of the convolution. Reasons tell its part by the windows in
which the responses were largest, shared equally by their words.
`;
}

/** What the students from several seeds reach: how much of a figure is luck. */
function studentsSection(students: readonly StudentFigures[]): string {
  const row = (name: string, pick: (of: StudentFigures) => number): string => {
    const values = students.map(pick);
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    return `| ${name} | ${values.map(figure).join(' | ')} | ${figure(mean)} |`;
  };
  return `Codes, convolution and their tuning were drawn ${students.length} times, from other seeds, after the same teachers and
the same linear model. The model is the one with the highest average precision on dev; the mean tells what
to expect of a run, the spread how much of a figure is luck:

| figure on dev | ${students.map(({ seed }) => `seed ${seed}`).join(' | ')} | mean |
| --- | ${students.map(() => '---').join(' | ')} | --- |
${row('macro-F1, cross-validated', (of) => of.macroF1)}
${row('macro-F1 with 0.3 for every label', (of) => of.macroF1AtSingle)}
${row('micro-F1, best single threshold', (of) => of.microF1)}
${row('average precision', (of) => of.averagePrecision)}
${row("Ekman's groups, macro-F1, cross-validated", (of) => of.ekman)}
`;
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
