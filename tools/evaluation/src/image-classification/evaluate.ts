import { BinaryNetwork, type Model } from '@onebit/bnn';
import { readIdxImages, readIdxLabels } from '@onebit/datasets';
import { OnebitError } from '@onebit/errors';

/** What an evaluation of a classifier is given. */
export interface ImageClassificationEvaluationOptions {
  readonly model: Model;
  /** IDX file of pictures, plain or gzip-packed. */
  readonly images: string;
  /** IDX file of labels, plain or gzip-packed. */
  readonly labels: string;
  readonly signal?: AbortSignal;
  readonly onProgress?: (done: number, images: number) => void;
}

/** How a classifier fared. */
export interface ImageClassificationEvaluation {
  readonly images: number;
  /** Share of pictures whose highest score is that of their class, 0 to 1. */
  readonly accuracy: number;
  /** Pictures a second on one thread, without reading files. */
  readonly imagesPerSecond: number;
  readonly perClass: readonly { readonly label: string; readonly accuracy: number }[];
  readonly model: {
    readonly id: string;
    readonly bytes: number;
    readonly digest: string;
  };
}

const BATCH = 100;

/**
 * Scores every picture of an IDX file and compares with its label.
 *
 * @throws OnebitError `dataset-unreadable`, `size-mismatch` where pictures, labels and model do not
 * fit together, `aborted`
 */
export async function evaluateImageClassification(
  options: ImageClassificationEvaluationOptions,
): Promise<ImageClassificationEvaluation> {
  const { model, signal, onProgress } = options;
  const { count, rows, columns, pixels } = await readIdxImages(options.images);
  const labels = await readIdxLabels(options.labels);
  using network = BinaryNetwork.compile(model);
  checkFit(network, rows * columns, `${rows} x ${columns}`, count, labels);
  const { inputs, outputs } = network;
  const seen = new Uint32Array(outputs);
  const right = new Uint32Array(outputs);
  let milliseconds = 0;
  for (let start = 0; start < count; start += BATCH) {
    if (signal?.aborted) throw aborted(signal);
    const end = Math.min(start + BATCH, count);
    const batch = pixels.subarray(start * inputs, end * inputs);
    const before = performance.now();
    const scores = network.run(batch);
    milliseconds += performance.now() - before;
    for (let at = start; at < end; at++) {
      const row = scores.subarray((at - start) * outputs, (at - start + 1) * outputs);
      const label = labels[at]!;
      seen[label]! += 1;
      if (row.indexOf(Math.max(...row)) === label) right[label]! += 1;
    }
    onProgress?.(end, count);
    await new Promise((resolve) => setImmediate(resolve));
  }
  const hits = right.reduce((sum, value) => sum + value, 0);
  return {
    images: count,
    accuracy: hits / count,
    imagesPerSecond: Math.round(count / (milliseconds / 1000)),
    perClass: model.network.labels.map((label, at) => ({
      label,
      accuracy: seen[at] === 0 ? 0 : right[at]! / seen[at]!,
    })),
    model: { id: model.network.id, bytes: model.bytes, digest: model.digest },
  };
}

function checkFit(
  network: BinaryNetwork,
  size: number,
  shape: string,
  count: number,
  labels: Uint8Array,
): void {
  if (network.inputs !== size) {
    throw new OnebitError('size-mismatch', {
      expected: `pictures of ${network.description.input.shape.join(' x ')}`,
      received: shape,
      hint: 'Give pictures of the size that the model was trained on.',
    });
  }
  if (labels.length !== count) {
    throw new OnebitError('size-mismatch', {
      expected: `${count} labels, one a picture`,
      received: `${labels.length}`,
      hint: 'Give the labels that belong to the pictures.',
    });
  }
  const largest = labels.reduce((max, label) => Math.max(max, label), 0);
  if (largest >= network.outputs) {
    throw new OnebitError('size-mismatch', {
      expected: `labels below ${network.outputs}, the model's classes`,
      received: `a label ${largest}`,
      hint: 'Give a model of these classes.',
    });
  }
}

function aborted(signal: AbortSignal): OnebitError {
  return new OnebitError('aborted', {
    expected: 'the evaluation to go on',
    received: 'a cancellation',
    hint: 'Run the command again.',
    cause: signal.reason,
  });
}
