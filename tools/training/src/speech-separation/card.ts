import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspectNetwork } from '@onebit/bnn';
import { loadModel } from '@onebit/bnn/node';
import { evaluateSpeechSeparation, type SpeechScores } from '@onebit/evaluation';
import { plotCurves } from '../plot.ts';
import type { TrainedSpeechModel } from './train.ts';

/** What the field calls the kinds of pairs in a set. */
const kindNames: Readonly<Record<string, string>> = {
  'adult-FM': 'woman and man',
  'adult-FF': 'two women',
  'adult-MM': 'two men',
  'adult-child': 'adult and child',
};

/**
 * Reports a trained separator: evaluates the packed file on mixtures of unseen talkers and writes
 * `metrics.json`, the learning curve and the model card beside it.
 *
 * @param folder - that holds `model.safetensors` and `training.json`
 * @param data - folder of the mixtures
 */
export async function writeSpeechCard(folder: string, data: string): Promise<void> {
  const model = await loadModel(folder);
  const training = JSON.parse(
    await readFile(join(folder, 'training.json'), 'utf8'),
  ) as TrainedSpeechModel;
  const { realTimeFactor, ...metrics } = await evaluateSpeechSeparation({ data, model });
  await writeFile(join(folder, 'metrics.json'), `${JSON.stringify(metrics, undefined, 2)}\n`);
  const points = (of: (record: (typeof training.history)[number]) => number) =>
    training.history.map((record) => [record.epoch, of(record)] as const);
  const curves = plotCurves({
    title: `${training.id}: while it was trained`,
    x: 'epoch',
    y: 'dB',
    curves: [
      { name: 'training error, below speech', color: '#c2410c', points: points((r) => -r.loss) },
      { name: 'held-back SI-SDR gain', color: '#0a6ebd', points: points((r) => r.metric) },
    ],
  });
  await writeFile(join(folder, 'curves.svg'), curves);
  const { provenance, id } = model.network;
  const network = inspectNetwork(model.network);
  const { total } = network;
  const failed = metrics.failures.length;
  const card = `# ${id}

${
  id.endsWith('female-male')
    ? 'Separates a woman and a man who talk at once: the first track is hers. For any other pair it is the wrong model.'
    : 'Separates any two people who talk at once, in either order.'
} A network of one-bit layers estimates for 257 frequencies every 32 ms which talker they belong to.

| | |
| --- | --- |
| task | ${model.network.task} |
| sound | mono, 8 kHz; other rates and channels are converted and reported |
| file | \`model.safetensors\`, ${model.bytes} bytes, SHA-256 \`${model.digest}\` |
| one-bit parameters | ${total.binaryParameters} of ${total.parameters} (${percent(network.binaryParameterShare)}); first layer 8-bit, last layer 32-bit floats |
| held-back improvement while training, unpacked | ${training.best.metric.toFixed(2)} dB over ${training.heldBackMixtures} mixtures (epoch ${training.best.epoch} of ${training.history.length}, chosen by it) |
| real-time factor | ${realTimeFactor.toFixed(3)} on one thread of a busy two-core machine |
| trained on | ${training.speakers} speakers, ${training.minutes.toFixed(0)} minutes, ${training.hoursHeard.toFixed(0)} hours of mixtures made of them |
| training time | ${Math.round(training.seconds / 60)} minutes on one thread of a shared two-core machine |
| seed | ${provenance.seed}, one only |
| data | ${provenance.source}, licence ${provenance.licence} |

Made by

\`\`\`sh
npx ${provenance.command}
\`\`\`
${
  provenance.command.includes('--start-from')
    ? '\nfrom the weights that another run had left with `--keep-checkpoint`,\n'
    : ''
}
and judged by

\`\`\`sh
npx onebit evaluate speech-separation --model ${id} --data val-mixtures
\`\`\`

![Learning curve](curves.svg)

## Mixtures of unseen talkers

The talkers were never heard in training, but the epoch was chosen by these mixtures: other talkers
may fare a little worse. Improvement of the SI-SDR over the mixture in decibels with the 95 %
interval over mixtures; SDR, SIR and SAR by BSS Eval 3.

| pair | mixtures | soft mask | share of the ideal binary mask | SDR / SIR / SAR | STOI | binary mask |
| --- | --- | --- | --- | --- | --- | --- |
${row('all', metrics)}
${Object.entries(metrics.byKind)
  .map(([kind, scores]) => row(kindNames[kind] ?? kind, scores))
  .join('\n')}

## Limits

- ${failed} of ${metrics.mixtures} mixtures came out worse than they went in${failed > 0 ? `: ${metrics.failures.map((one) => one.id).join(', ')}` : ''}.
- Training error and held-back improvement lie far apart, which suggests that the network knows its ${training.speakers} speakers better than
  others. More speakers should bring more than more steps.
- One accent (English read by native Mandarin speakers), phones in quiet rooms, no noise, no echo,
  no music. One seed; no interval over seeds. Its real-valued twin was not trained.
- It looks ahead about three seconds: for files and delayed streams, not for conversation.
`;
  await writeFile(join(folder, 'README.md'), card);
}

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

function row(name: string, scores: SpeechScores): string {
  const { mixtures, siSdrImprovement, shareOfIdeal, sdr, sir, sar, stoi, hardMask } = scores;
  const gain = ({ mean, ci95 }: { mean: number; ci95: number }): string =>
    `${mean.toFixed(2)} ± ${ci95.toFixed(2)}`;
  const ratios = [sdr, sir, sar].map((value) => value.toFixed(1)).join(' / ');
  return `| ${name} | ${mixtures} | ${gain(siSdrImprovement)} | ${percent(shareOfIdeal)} | ${ratios} | ${stoi.toFixed(2)} | ${gain(hardMask.siSdrImprovement)} |`;
}
