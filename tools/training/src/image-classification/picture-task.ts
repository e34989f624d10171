import { softmaxCrossEntropy } from '@onebit/bitwise-kernels';
import type { RandomSource, TrainingTask } from '@onebit/bnn-training';
import type { IdxImages } from '@onebit/datasets';
import { Random } from '@onebit/bnn-training';
import type { ImageRecipe } from './recipes.ts';

/** Pictures scored at once when the held-back part is judged. */
const JUDGED_AT_ONCE = 500;

/**
 * Pictures with one class each, some of them held back to choose the epoch by.
 *
 * @param images - all training pictures
 * @param labels - one class a picture
 * @param recipe - augmentation, number held back
 */
export function pictureTask(
  images: IdxImages,
  labels: Uint8Array,
  recipe: ImageRecipe,
): TrainingTask {
  const { rows, columns, pixels } = images;
  const size = rows * columns;
  const order = new Random(recipe.settings.seed + 2).permutation(images.count);
  const held = order.subarray(0, recipe.heldBack);
  const kept = order.subarray(recipe.heldBack);
  const pictureAt = (index: number): Uint8Array =>
    pixels.subarray(index * size, (index + 1) * size);
  return {
    samples: kept.length,
    batch(indices, random) {
      const out = new Float32Array(indices.length * size);
      indices.forEach((index, at) => {
        const target = out.subarray(at * size, (at + 1) * size);
        augment(pictureAt(kept[index]!), target, rows, columns, recipe, random);
      });
      return out;
    },
    loss: (scores, indices) =>
      softmaxCrossEntropy(
        scores,
        Array.from(indices, (index) => labels[kept[index]!]!),
      ),
    evaluate: (infer) => accuracyOn(images, labels, held, infer),
  };
}

/** Share of the given pictures whose highest score is that of their class. */
export function accuracyOn(
  { rows, columns, pixels }: IdxImages,
  labels: Uint8Array,
  indices: Uint32Array,
  infer: (samples: Float32Array, count: number) => Float32Array,
): number {
  const size = rows * columns;
  let right = 0;
  for (let start = 0; start < indices.length; start += JUDGED_AT_ONCE) {
    const part = indices.subarray(start, start + JUDGED_AT_ONCE);
    const samples = new Float32Array(part.length * size);
    part.forEach((index, at) =>
      samples.set(pixels.subarray(index * size, (index + 1) * size), at * size),
    );
    const scores = infer(samples, part.length);
    const classes = scores.length / part.length;
    part.forEach((index, at) => {
      const row = scores.subarray(at * classes, (at + 1) * classes);
      if (row.indexOf(Math.max(...row)) === labels[index]) right += 1;
    });
  }
  return right / indices.length;
}

/** Copies a picture, shifted and mirrored at random; what comes in from outside is background. */
function augment(
  from: Uint8Array,
  to: Float32Array,
  rows: number,
  columns: number,
  { shift, mirror }: ImageRecipe,
  random: RandomSource,
): void {
  const down = random.below(2 * shift + 1) - shift;
  const right = random.below(2 * shift + 1) - shift;
  const turned = mirror && random.uniform() < 0.5;
  for (let y = 0; y < rows; y++) {
    const fromY = y - down;
    if (fromY < 0 || fromY >= rows) continue;
    for (let x = 0; x < columns; x++) {
      const fromX = (turned ? columns - 1 - x : x) - right;
      if (fromX >= 0 && fromX < columns) to[y * columns + x] = from[fromY * columns + fromX]!;
    }
  }
}
