import { BitImage } from '@onebit/image';
import {
  type DistanceMetric,
  distance,
  fillHoles,
  label,
  median,
  reconstruct,
  skeletonize,
  thin,
} from '@onebit/morphology';

/** Work on the regions of an image, without a structuring element. */
export interface RegionCase {
  readonly label: string;
  readonly imageKey: string;
  /** The name by which the peers know it, and its one number: a side, a connectivity, a distance. */
  readonly operation: string;
  readonly size: number;
  /** Peers whose definition is ours. */
  readonly libraries: readonly string[];
  /** Whether the result is one number a pixel. */
  readonly numbers: boolean;
  /** Ours; what it needs beside the image is made beforehand. */
  readonly prepare: (image: BitImage) => RegionWork;
}

/** The work of a case on one image. */
export interface RegionWork {
  /** Bits, which the caller disposes of, or numbers; into an array of the caller where given. */
  run(image: BitImage, into?: Uint32Array): BitImage | Uint32Array;
  dispose?(): void;
}

type Case = Omit<RegionCase, 'imageKey'>;

/** The seed of the reconstruction lies on every so many-th row. */
const SEED_ROWS = 64;

const all = ['opencv', 'leptonica', 'scikit-image', 'scipy'] as const;

const bits = (run: (image: BitImage) => BitImage) => () => ({ run });

const medians = [3, 5].map((side): Case => ({
  label: `median ${side}x${side}`,
  operation: 'median',
  size: side,
  libraries: ['opencv', 'scikit-image', 'scipy'],
  numbers: false,
  prepare: bits((image) => median(image, side, { border: 'opencv' })),
}));

const distances = (['city-block', 'chessboard', 'euclidean'] as const).map(
  (metric: DistanceMetric): Case => ({
    label: `distance ${metric}`,
    operation: `distance-${metric}`,
    size: 1,
    libraries: ['opencv', 'scipy'],
    numbers: true,
    prepare: () => ({
      run: (image, into) => distance(image, { metric, ...(into && { into }) }).values,
    }),
  }),
);

const work: readonly Case[] = [
  {
    label: 'reconstruct 8',
    operation: 'reconstruct',
    size: SEED_ROWS,
    libraries: ['leptonica', 'scikit-image', 'scipy'],
    numbers: false,
    prepare(mask) {
      const { width, height } = mask;
      const bytes = mask.toBytes();
      for (let y = 0; y < height; y++) {
        if (y % SEED_ROWS !== 0) bytes.fill(0, y * width, (y + 1) * width);
      }
      const seed = BitImage.fromBytes(width, height, bytes);
      return {
        run: (image) => reconstruct(seed, image, { connectivity: 8 }),
        dispose: () => seed.dispose(),
      };
    },
  },
  {
    label: 'fill holes',
    operation: 'fill-holes',
    size: 4,
    libraries: all,
    numbers: false,
    prepare: bits((image) => fillHoles(image, { connectivity: 4 })),
  },
  {
    label: 'connected components 8',
    operation: 'label',
    size: 8,
    libraries: all,
    numbers: true,
    prepare: () => ({
      run: (image, into) => label(image, { connectivity: 8, ...(into && { into }) }).values,
    }),
  },
  {
    label: 'skeleton Zhang-Suen',
    operation: 'skeletonize',
    size: 8,
    libraries: ['scikit-image'],
    numbers: false,
    prepare: bits(skeletonize),
  },
  {
    label: 'thin Guo-Hall',
    operation: 'thin',
    size: 8,
    libraries: ['scikit-image'],
    numbers: false,
    prepare: bits((image) => thin(image, { method: 'guo-hall' })),
  },
  {
    label: 'thin Leptonica 8',
    operation: 'thin-leptonica',
    size: 8,
    libraries: ['leptonica'],
    numbers: false,
    prepare: bits((image) => thin(image, { method: 'leptonica8' })),
  },
  ...distances,
  ...medians,
];

/** The cases of a run on one image. */
export function regionCases(imageKey: string): RegionCase[] {
  return work.map((one) => ({ ...one, imageKey }));
}
