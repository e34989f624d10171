import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspectNetwork } from '@onebit/bnn';
import { loadModel } from '@onebit/bnn/node';
import { evaluateImageClassification } from '@onebit/evaluation';
import { plotCurves, type Curve } from '../plot.ts';
import type { TrainedImageModel } from './trained-model.ts';

/** File names of the test part, which is only reported on: nothing is chosen by it. */
export const TEST_IMAGES = 't10k-images-idx3-ubyte.gz';
export const TEST_LABELS = 't10k-labels-idx1-ubyte.gz';

/**
 * Reports a trained model: evaluates the packed file on the test part and writes `metrics.json`,
 * the learning curves and the model card beside it.
 *
 * @param folder - that holds `model.safetensors` and `training.json`, and `twin.json` where the
 * real-valued twin was trained; where the twin had fewer epochs, `equal-epochs.json` holds the
 * one-bit network's run of as many
 * @param data - folder of the IDX files
 */
export async function writeImageCard(folder: string, data: string): Promise<void> {
  const model = await loadModel(folder);
  const training = await readJson<TrainedImageModel>(join(folder, 'training.json'));
  const twin = await readRun(join(folder, 'twin.json'));
  const paired = (await readRun(join(folder, 'equal-epochs.json'))) ?? training;
  const result = await evaluateImageClassification({
    model,
    images: join(data, TEST_IMAGES),
    labels: join(data, TEST_LABELS),
  });
  const { images, accuracy, perClass } = result;
  const metrics = {
    test: { images, accuracy, perClass },
    heldBack: training.best.metric,
    ...(twin && { twin: { heldBack: twin.best.metric, test: twin.testAccuracy } }),
  };
  await writeFile(join(folder, 'metrics.json'), `${JSON.stringify(metrics, undefined, 2)}\n`);
  await writeFile(join(folder, 'curves.svg'), curvesOf(training, twin));
  const report = inspectNetwork(model.network);
  const { id, provenance } = model.network;
  const card = `# ${id}

A network of one-bit layers that names the class of a 28 x 28 grey picture.

| | |
| --- | --- |
| task | ${model.network.task} |
| test accuracy | **${percent(accuracy)}** of ${images} pictures that nothing was chosen by |
| accuracy on ${provenance.metrics ? 'held-back training pictures' : 'held-back pictures'} | ${percent(training.best.metric)} (epoch ${training.best.epoch} of ${training.history.length}, chosen by it) |
${twinRow(twin, { ...paired, testAccuracy: paired.testAccuracy ?? accuracy })}| file | \`model.safetensors\`, ${model.bytes} bytes, SHA-256 \`${model.digest}\` |
| one-bit parameters | ${report.total.binaryParameters} of ${report.total.parameters} (${percent(report.binaryParameterShare)}) |
| one-bit operations | ${percent(report.binaryOperationShare)} of ${report.total.binaryOperations + report.total.mixedOperations + report.total.realOperations} |
| labels | ${model.network.labels.join(', ')} |
| data | ${provenance.source}, licence ${provenance.licence} |
| seed | ${provenance.seed} |
| training time | ${Math.round(training.seconds / 60)} minutes on one thread of a shared two-core machine |

Made by

\`\`\`sh
npx ${provenance.command}
${twinCommands(provenance.command, twin, paired, training)}\`\`\`

and judged by

\`\`\`sh
npx onebit evaluate image-classification --model ${id} --images ${TEST_IMAGES} --labels ${TEST_LABELS}
\`\`\`

![Learning curves](curves.svg)

## Class by class

| class | accuracy |
| --- | --- |
${perClass.map(({ label, accuracy: share }) => `| ${label} | ${percent(share)} |`).join('\n')}

## Data

${Object.entries(training.data)
  .map(([name, digest]) => `- \`${name}\`, SHA-256 \`${digest}\``)
  .join('\n')}

## Limits

Trained on centred, size-normalised pictures of this one set, one seed; it has no class for anything else and is no judge of photographs.
`;
  await writeFile(join(folder, 'README.md'), card);
}

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;

/** What the twin reached, beside the one-bit network after as many epochs. */
function twinRow(twin: TrainedImageModel | undefined, oneBit: TrainedImageModel): string {
  if (twin?.testAccuracy === undefined || oneBit.testAccuracy === undefined) return '';
  const epochs = twin.history.length;
  if (oneBit.history.length !== epochs) return '';
  const gap = ((twin.testAccuracy - oneBit.testAccuracy) * 100).toFixed(2);
  return (
    `| its real-valued twin, ${epochs} epochs | ${percent(twin.testAccuracy)} test accuracy, ` +
    `a gap of ${gap} points to the one-bit network after ${epochs} epochs (${percent(oneBit.testAccuracy)}) |\n`
  );
}

/** The lines that train the twin and, where its epochs are fewer, its counterpart. */
function twinCommands(
  command: string,
  twin: TrainedImageModel | undefined,
  paired: TrainedImageModel,
  training: TrainedImageModel,
): string {
  if (!twin) return '';
  if (paired === training) return `npx ${command} --twin\n`;
  const epochs = `--epochs ${twin.history.length}`;
  return `npx ${command} --twin ${epochs}\nnpx ${command} ${epochs} --out FOLDER\n`;
}

function curvesOf(training: TrainedImageModel, twin: TrainedImageModel | undefined): string {
  const curve = (name: string, color: string, { history }: TrainedImageModel): Curve => ({
    name,
    color,
    points: history.map(({ epoch, metric }) => [epoch, metric * 100] as const),
  });
  return plotCurves({
    title: `${training.id}: accuracy on held-back pictures`,
    x: 'epoch',
    y: '%',
    curves: [
      curve('1-bit', '#0a6ebd', training),
      ...(twin ? [curve('real-valued twin', '#c2410c', twin)] : []),
    ],
  });
}

const readRun = async (path: string): Promise<TrainedImageModel | undefined> =>
  existsSync(path) ? readJson<TrainedImageModel>(path) : undefined;

const readJson = async <T>(path: string): Promise<T> =>
  JSON.parse(await readFile(path, 'utf8')) as T;
