import type { PairBatch, StepKind } from './batch.ts';
import type { WindowSet } from './window.ts';

/**
 * The one candidate for a single dilation or erosion: the cells none of which contradicts the pairs.
 *
 * A cell b belongs to a dilation's element only if the before picture shifted by b lies inside the
 * after picture; the union of all such cells is the greatest dilation below the after picture (the
 * adjunction of dilation and erosion: H. Heijmans and C. Ronse, 1990), so that if any element is
 * exact, this one is. For an erosion the after picture lies inside the shifted before picture.
 */
export function greatestElement(batch: PairBatch, kind: StepKind): WindowSet {
  const cells = batch.side ** 2;
  const element = new Uint8Array(cells);
  using shifted = batch.string();
  const after = batch.after.words.slice();
  const mask = batch.mask.words.slice();
  for (let cell = 0; cell < cells; cell++) {
    const single = new Uint8Array(cells);
    single[cell] = 1;
    batch.step(kind, single, batch.before, shifted);
    const words = shifted.words;
    let fits = true;
    for (let word = 0; word < words.length && fits; word++) {
      const [inner, outer] =
        kind === 'dilate' ? [words[word]!, after[word]!] : [after[word]!, words[word]!];
      fits = (inner & ~outer & mask[word]!) === 0;
    }
    element[cell] = fits ? 1 : 0;
  }
  return element;
}
