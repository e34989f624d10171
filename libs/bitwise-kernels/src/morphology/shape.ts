import { chainOf, type Chain, type Run } from './plan.ts';

/** The forms of elements that have kernels of their own. */
export type Shape =
  | { readonly form: 'square3' | 'square5' | 'cross3' }
  | {
      readonly form: 'rectangle';
      readonly start: number;
      readonly width: number;
      readonly top: number;
      readonly height: number;
    }
  | { readonly form: 'chain'; readonly chain: Chain };

/**
 * From this height vertical runs are made of prefixes and suffixes: three operations a row at any
 * height. Below, combining the rows one by one needs no more than that and no second buffer.
 */
const TALL = 6;

const crossRuns: readonly Run[] = [
  { first: 0, last: 0, dy: -1 },
  { first: -1, last: 1, dy: 0 },
  { first: 0, last: 0, dy: 1 },
];

/**
 * Chooses the form, fastest first: small centred elements stream from source to destination
 * without a buffer; tall rectangles have a vertical pass of their own; all else is a chain.
 *
 * @param runs - at least one run
 */
export function shapeOf(runs: readonly Run[]): Shape {
  const ordered = [...runs].sort((a, b) => a.dy - b.dy || a.first - b.first);
  const isCross =
    ordered.length === crossRuns.length &&
    ordered.every((run, index) => {
      const wanted = crossRuns[index]!;
      return run.dy === wanted.dy && run.first === wanted.first && run.last === wanted.last;
    });
  if (isCross) return { form: 'cross3' };

  const { first, last, dy: top } = ordered[0]!;
  const isRectangle = ordered.every(
    (run, index) => run.first === first && run.last === last && run.dy === top + index,
  );
  if (!isRectangle) return { form: 'chain', chain: chainOf(runs) };

  const width = last - first + 1;
  const height = ordered.length;
  const isCentredSquare = width === height && first === -last && top === first;
  if (isCentredSquare && width === 3) return { form: 'square3' };
  if (isCentredSquare && width === 5) return { form: 'square5' };
  if (height < TALL) return { form: 'chain', chain: chainOf(runs) };
  return { form: 'rectangle', start: first, width, top, height };
}
