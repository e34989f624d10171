import { evaluateImageClassification } from '@onebit/evaluation';
import { findModel } from '../models/find-model.ts';
import { interruptSignal } from '../terminal/interrupt.ts';
import { progressLine } from '../terminal/progress.ts';

/** `onebit evaluate image-classification`: accuracy and speed of a classifier on an IDX set. */
export async function evaluateImages(options: {
  readonly model: string;
  readonly images: string;
  readonly labels: string;
  readonly json?: boolean;
}): Promise<void> {
  const model = await findModel(options.model);
  const line = progressLine();
  const result = await evaluateImageClassification({
    model,
    images: options.images,
    labels: options.labels,
    signal: interruptSignal(),
    onProgress: (done, images) => line.show(done / images, 'pictures'),
  });
  line.clear();
  if (options.json) {
    process.stdout.write(`${JSON.stringify(result)}\n`);
    return;
  }
  const { accuracy, images, imagesPerSecond, perClass } = result;
  const lines = [
    `${result.model.id} (${result.model.bytes} bytes): ${(accuracy * 100).toFixed(2)} % of ${images} pictures, ${imagesPerSecond} a second`,
    ...perClass.map(({ label, accuracy: share }) => `  ${label}: ${(share * 100).toFixed(2)} %`),
  ];
  process.stdout.write(`${lines.join('\n')}\n`);
}
