import { type StructuringElement, cross, disk, rect } from '@onebit/morphology';
import { type ByteImage, blobs, textPage } from './images.ts';

export type Operation = 'dilate' | 'erode' | 'open' | 'close';

/** One piece of work: an operator with an element on an image. */
export interface MorphologyCase {
  readonly operation: Operation;
  readonly element: StructuringElement;
  /** The element for the peers: rows of 0 and 1, drawn here and not by the library under test. */
  readonly mask: readonly string[];
  readonly label: string;
  readonly imageKey: string;
  /** Peers that are also run by a named method of their own, because users call it. */
  readonly named: readonly { readonly library: string; readonly method: string }[];
}

/** The images of the run, made when first asked for. */
export class Images {
  readonly #made = new Map<string, ByteImage>();
  readonly #seed: number;

  constructor(seed: number) {
    this.#seed = seed;
  }

  /** @param key - `blobs 1024x1024` or `page 3508x2480` */
  get(key: string): ByteImage {
    let image = this.#made.get(key);
    if (!image) {
      const [kind, size] = key.split(' ') as [string, string];
      const [width, height] = size.split('x').map(Number) as [number, number];
      image =
        kind === 'blobs'
          ? blobs(width, height, 0.3, this.#seed)
          : textPage(width, height, this.#seed);
      this.#made.set(key, image);
    }
    return image;
  }

  drop(key: string): void {
    this.#made.delete(key);
  }
}

const full = (width: number, height: number): string[] =>
  Array.from({ length: height }, () => '1'.repeat(width));

const drawn = (side: number, inside: (x: number, y: number) => boolean): string[] => {
  const middle = (side - 1) / 2;
  return Array.from({ length: side }, (_, row) =>
    Array.from({ length: side }, (_, column) =>
      inside(column - middle, row - middle) ? '1' : '0',
    ).join(''),
  );
};

const work: readonly Omit<MorphologyCase, 'imageKey' | 'named'>[] = [
  ...[3, 5, 15, 31].map((side) => ({
    operation: 'dilate' as const,
    element: rect(side, side),
    mask: full(side, side),
    label: `dilate rect${side}x${side}`,
  })),
  {
    operation: 'dilate',
    element: disk(7),
    mask: drawn(15, (x, y) => x * x + y * y <= 49),
    label: 'dilate disk7',
  },
  {
    operation: 'dilate',
    element: cross(3),
    mask: drawn(3, (x, y) => x === 0 || y === 0),
    label: 'dilate cross3',
  },
  { operation: 'open', element: rect(31, 31), mask: full(31, 31), label: 'open rect31x31' },
];

/** The image of one case alone. */
export const LARGE_CLOSING_IMAGE = 'page 3508x2480';

/** Closing a scanned page by a large square, reported as 50 times slower on bits than on grey. */
const largeClosing: MorphologyCase = {
  operation: 'close',
  element: rect(35, 35),
  mask: full(35, 35),
  label: 'close rect35x35',
  imageKey: LARGE_CLOSING_IMAGE,
  named: [{ library: 'scikit-image', method: 'binary_closing' }],
};

/** The cases of a run, grouped by image so that one image at a time is held. */
export function morphologyCases(quick: boolean): MorphologyCase[] {
  const sizes = quick ? ['1024x1024'] : ['1024x1024', '4096x4096'];
  const kinds = quick ? ['blobs'] : ['blobs', 'page'];
  const grid = sizes.flatMap((size) =>
    kinds.flatMap((kind) =>
      work.map((one): MorphologyCase => ({ ...one, imageKey: `${kind} ${size}`, named: [] })),
    ),
  );
  return quick ? grid : [...grid, largeClosing];
}
