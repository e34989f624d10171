import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { inspectNetwork } from '@onebit/bnn';
import { loadModel } from '@onebit/bnn/node';
import { evaluateImageClassification } from '@onebit/evaluation';
import { plotCurves, type Curve } from '../plot.ts';
import type { TrainedImageModel } from './train.ts';

/** File names of the test part, which is only reported on: nothing is chosen by it. */
export const TEST_IMAGES = 't10k-images-idx3-ubyte.gz';
export const TEST_LABELS = 't10k-labels-idx1-ubyte.gz';

/**
 * Reports a trained model: evaluates the packed file on the test part and writes `metrics.json`,
 * the learning curves and the model card beside it.
 *
 * @param folder - that holds `model.safetensors` and `training.json`, and `twin.json` where the
 * real-valued twin was trained
 * @param data - folder of the IDX files
 */
export async function writeImageCard(folder: string, data: string): Promise<void> {
  const model = await loadModel(folder);
  const training = await readJson<TrainedImageModel>(join(folder, 'training.json'));
  const twinPath = join(folder, 'twin.json');
  const twin = existsSync(twinPath) ? await readJson<TrainedImageModel>(twinPath) : undefined;
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
  const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;
  const card = `# ${id}

A network of one-bit layers that names the class of a 28 x 28 grey picture.

| | |
| --- | --- |
| task | ${model.network.task} |
| test accuracy | **${percent(accuracy)}** of ${images} pictures that nothing was chosen by |
| accuracy on ${provenance.metrics ? 'held-back training pictures' : 'held-back pictures'} | ${percent(training.best.metric)} (epoch ${training.best.epoch} of ${training.history.length}, chosen by it) |
${twinRow(twin, accuracy, percent)}| file | \`model.safetensors\`, ${model.bytes} bytes, SHA-256 \`${model.digest}\` |
| one-bit parameters | ${report.total.binaryParameters} of ${report.total.parameters} (${percent(report.binaryParameterShare)}) |
| one-bit operations | ${percent(report.binaryOperationShare)} of ${report.total.binaryOperations + report.total.mixedOperations + report.total.realOperations} |
| labels | ${model.network.labels.join(', ')} |
| data | ${provenance.source}, licence ${provenance.licence} |
| seed | ${provenance.seed} |
| training time | ${Math.round(training.seconds / 60)} minutes on one thread of a shared two-core machine |

Made by

\`\`\`sh
npx ${provenance.command}
${twin ? `npx ${provenance.command} --twin\n` : ''}\`\`\`

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

function twinRow(
  twin: TrainedImageModel | undefined,
  accuracy: number,
  percent: (share: number) => string,
): string {
  if (twin?.testAccuracy === undefined) return '';
  const gap = ((twin.testAccuracy - accuracy) * 100).toFixed(2);
  return `| its real-valued twin, ${twin.history.length} epochs | ${percent(twin.testAccuracy)} test accuracy: a gap of ${gap} points |\n`;
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

const readJson = async <T>(path: string): Promise<T> =>
  JSON.parse(await readFile(path, 'utf8')) as T;
