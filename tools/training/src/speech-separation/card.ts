import { readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { loadModel, MODEL_FILE } from '@onebit/bnn/node';
import { inspectNetwork, type Model, writeModel } from '@onebit/bnn';
import {
  calibrateSpeechSeparation,
  evaluateSpeechSeparation,
  type Reliability,
  type SpeechCalibration,
  type SpeechScores,
  type SpeechSeparationEvaluation,
} from '@onebit/evaluation';
import { SAMPLE_RATE, SpeechSeparator } from '@onebit/speech-separation';
import type { Stage } from './course.ts';
import { describeEqualSteps } from './equal-steps.ts';
import { plotCurves } from '../plot.ts';
import { writeWhole } from '../write-whole.ts';
import { writeCardSamples } from './card-samples.ts';
import type { TrainedSpeechModel } from './trained-model.ts';

/** What the field calls the kinds of pairs in a set. */
const kindNames: Readonly<Record<string, string>> = {
  'adult-FM': 'woman and man',
  'adult-FF': 'two women',
  'adult-MM': 'two men',
  'adult-child': 'adult and child',
};

/**
 * Reports a trained separator: calibrates the packed file's confidence, evaluates it on mixtures of
 * unseen talkers and writes `metrics.json`, the learning curve, samples and the model card beside it.
 *
 * @param folder - that holds `model.safetensors` and `training.json`
 * @param mixtures - folder of the mixtures, which lies in that of the talkers
 */
export async function writeSpeechCard(folder: string, mixtures: string): Promise<void> {
  const calibration = await calibrate(folder, dirname(mixtures));
  const model = await loadModel(folder);
  const training = {
    ...(JSON.parse(await readFile(join(folder, 'training.json'), 'utf8')) as TrainedSpeechModel),
    bytes: model.bytes,
  };
  await writeWhole(join(folder, 'training.json'), `${JSON.stringify(training, undefined, 2)}\n`);
  const { realTimeFactor: _busy, ...metrics } = await evaluateSpeechSeparation({
    data: mixtures,
    model,
  });
  await writeFile(
    join(folder, 'metrics.json'),
    `${JSON.stringify({ ...metrics, calibration }, undefined, 2)}\n`,
  );
  const samples = await writeCardSamples(model, folder);
  const points = (of: (record: (typeof training.history)[number]) => number) =>
    training.history.map((record) => [record.epoch, of(record)] as const);
  const curves = plotCurves({
    title: `${training.id}: while it was trained`,
    x: 'epoch',
    y: 'dB',
    curves: [
      { name: 'gain on training mixtures', color: '#c2410c', points: points((r) => -r.loss) },
      { name: 'held-back SI-SDR gain', color: '#0a6ebd', points: points((r) => r.metric) },
    ],
  });
  await writeFile(join(folder, 'curves.svg'), curves);
  const { provenance, id } = model.network;
  const network = inspectNetwork(model.network);
  const { total } = network;
  const failed = metrics.failures.length;
  const { course = [] } = training;
  const stages = [
    ...course,
    {
      command: provenance.command,
      epochs: training.history.length,
      seconds: training.seconds,
      hoursHeard: training.hoursHeard,
    },
  ];
  const sum = (of: (stage: Stage) => number): number =>
    stages.reduce((total, stage) => total + of(stage), 0);
  const pace = await paceOf(model);
  const card = `# ${id}

${
  id.endsWith('female-male')
    ? 'Separates a woman and a man who talk at once: the first track is hers. For any other pair it is the wrong model.'
    : 'Separates any two people who talk at once: where their voices differ in pitch, the first track is the higher one.'
} A network of one-bit layers estimates for 257 frequencies every 32 ms which talker they belong to.

| | |
| --- | --- |
| task | ${model.network.task} |
| sound | mono, 8 kHz; other rates and channels are converted and reported |
| file | \`model.safetensors\`, ${model.bytes} bytes, SHA-256 \`${model.digest}\` |
| one-bit parameters | ${total.binaryParameters} of ${total.parameters} (${percent(network.binaryParameterShare)}); first and last layer 8-bit |
| held-back improvement | ${training.best.metric.toFixed(2)} dB unpacked, while training, over ${training.heldBackMixtures} mixtures (epoch ${training.best.epoch} of ${training.history.length}, chosen by it); the packed file: ${packedGain(id, metrics)} dB |
| processor time | ${pace.factor.toFixed(3)} seconds for a second of sound, one thread |
| delay | ${pace.delay.toFixed(2)} s in a stream |
| trained on | ${training.speakers} speakers, ${training.minutes.toFixed(0)} minutes, ${sum((stage) => stage.hoursHeard).toFixed(0)} hours of mixtures made of them |
| training time | ${Math.round(sum((stage) => stage.seconds) / 60)} minutes on one thread of a busy two-core machine |
| seed | ${provenance.seed} |
| data | ${provenance.source} |

Made by

\`\`\`sh
${stages.map(({ command }) => `npx ${command} --keep-checkpoint`).join('\n')}
\`\`\`
${
  course.length > 0
    ? '\nwhere each run starts from the checkpoint of the one before it. The first one ran with the recipes of commit 3f866d0, as did the run of `speech-separation-female-male` that it started from, the next four with those of commit 2c77b06, the two after them with those of commit 070d2c1, which had 14 blocks.\n'
    : ''
}
and judged by

\`\`\`sh
npx onebit evaluate speech-separation --model ${id} --data val-mixtures
\`\`\`

![Learning curve](curves.svg)

## Mixtures of unseen talkers

The talkers were never heard in training, but the epoch was chosen by these mixtures: other talkers
may fare a little worse. Improvement of the SI-SDR over the mixture in decibels with half the width
of the 95 % interval over pairs of talkers (bootstrap, ${metrics.pairs} pairs); SDR, SIR and SAR by BSS Eval 3.

| pair | mixtures | soft mask | share of the ideal binary mask | SDR / SIR / SAR | STOI | binary mask |
| --- | --- | --- | --- | --- | --- | --- |
${row('all', metrics)}
${Object.entries(metrics.byKind)
  .map(([kind, scores]) => row(kindNames[kind] ?? kind, scores))
  .join('\n')}

${confidenceTable(metrics.confidence, calibration)}
${samples}
${await describeEqualSteps(folder)}## Limits

- ${failed} of ${metrics.mixtures} mixtures came out worse than they went in${failed > 0 ? `: ${metrics.failures.map((one) => one.id).join(', ')}` : ''}.
- Two voices of one sex are far harder than a woman and a man: where both speak in the same pitch
  the masks may change sides within a sentence.
- One accent (English read by native Mandarin speakers) but for three readers of LibriSpeech, quiet
  rooms, no music; echo and hiss only as they were added in training. The
  course above was run once.
${
  pace.delay > CONVERSATION
    ? '- The delay makes it a model for files and delayed streams, not for conversation.'
    : '- It hardly looks ahead, which costs it part of what `speech-separation-any` gains.'
}
`;
  await writeFile(join(folder, 'README.md'), card);
}

/** Learns what the packed file's certainty is worth, and writes that into the file. */
async function calibrate(folder: string, data: string): Promise<SpeechCalibration> {
  const model = await loadModel(folder);
  const calibration = await calibrateSpeechSeparation(model, data);
  const { slope, offset } = calibration;
  const network = { ...model.network, calibration: { slope, offset } };
  await writeWhole(join(folder, MODEL_FILE), writeModel(network, model.tensors));
  return calibration;
}

/** How often seconds of each confidence came out right. */
function confidenceTable(
  { segments, calibrationError, bins }: Reliability,
  { slope, offset, mixtures, crossValidated }: SpeechCalibration,
): string {
  const rows = bins
    .filter((bin) => bin.segments > 0)
    .map(
      ({ from, to, segments: count, confidence, right, siSdrImprovement }) =>
        `| ${percent(from, 0)} to ${percent(to, 0)} | ${count} | ${percent(confidence!)} | ${percent(right!)} | ${siSdrImprovement!.toFixed(1)} |`,
    );
  return `## What its confidence is worth

A second is right where the SI-SDR improved by more than 3 dB and no talker swapped tracks. Its
confidence is 1 / (1 + exp(-(${slope.toFixed(2)} c ${offset < 0 ? '-' : '+'} ${Math.abs(offset).toFixed(2)}))) for masks of certainty c, learned from ${mixtures} other
mixtures of the same talkers, which were not heard in training; with talkers who had no part in it, it
is off by ${percent(crossValidated.calibrationError)} on average. On the ${segments} seconds of the mixtures above it is off by ${percent(calibrationError)}:

| confidence | seconds | mean | right | SI-SDR improvement |
| --- | --- | --- | --- | --- |
${rows.join('\n')}
`;
}

/** Longest delay that a conversation bears, in seconds. */
const CONVERSATION = 0.25;

/** Improvement of the packed file on the mixtures that the epoch was chosen by. */
function packedGain(
  id: string,
  metrics: Omit<SpeechSeparationEvaluation, 'realTimeFactor'>,
): string {
  const scores = id.endsWith('female-male') ? metrics.byKind['adult-FM'] : metrics;
  return (scores ?? metrics).siSdrImprovement.mean.toFixed(2);
}

/** Processor time for a second of sound, and how many seconds later a stream answers at most. */
async function paceOf(model: Model): Promise<{ factor: number; delay: number }> {
  using separator = await SpeechSeparator.load({ model });
  using stream = separator.stream();
  const seconds = 60;
  const samples = Float32Array.from(
    { length: seconds * SAMPLE_RATE },
    (_, at) => Math.sin(at * 0.3) * Math.sin(at * 0.0021),
  );
  const before = process.cpuUsage();
  for (let at = 0; at < samples.length; at += SAMPLE_RATE) {
    stream.push(samples.subarray(at, at + SAMPLE_RATE));
  }
  const { user, system } = process.cpuUsage(before);
  return { factor: (user + system) / 1e6 / seconds, delay: stream.delay };
}

const percent = (share: number, digits = 1): string => `${(share * 100).toFixed(digits)} %`;

function row(name: string, scores: SpeechScores): string {
  const { mixtures, siSdrImprovement, shareOfIdeal, sdr, sir, sar, stoi, hardMask } = scores;
  const gain = ({ mean, ci95 }: { mean: number; ci95: number }): string =>
    `${mean.toFixed(2)} ± ${ci95.toFixed(2)}`;
  const ratios = [sdr, sir, sar].map((value) => value.toFixed(1)).join(' / ');
  return `| ${name} | ${mixtures} | ${gain(siSdrImprovement)} | ${percent(shareOfIdeal)} | ${ratios} | ${stoi.toFixed(2)} | ${gain(hardMask.siSdrImprovement)} |`;
}
