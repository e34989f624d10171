import { type Contender, inProcess, inProcessAsync } from '../contender.ts';
import { type Loaded, loadPeer } from '../peers/peers-folder.ts';
import type { MorphologyCase } from './cases.ts';
import type { ByteImage } from './images.ts';

/** A contender with the way to read its result, as bytes where non-zero is foreground. */
export interface CheckedContender extends Contender {
  result(): Uint8Array | Promise<Uint8Array>;
}

/** Makes a contender for a case, or undefined where the package cannot do the case. */
export type MakeContender = (one: MorphologyCase, image: ByteImage) => CheckedContender | undefined;

interface Mat {
  readonly data: Uint8Array;
  delete(): void;
}

interface OpenCvModule {
  readonly Mat: new (rows: number, columns: number, type: number) => Mat;
  readonly CV_8UC1: number;
  readonly MORPH_OPEN: number;
  readonly MORPH_CLOSE: number;
  onRuntimeInitialized?: () => void;
  dilate(source: Mat, destination: Mat, kernel: Mat): void;
  erode(source: Mat, destination: Mat, kernel: Mat): void;
  morphologyEx(source: Mat, destination: Mat, operation: number, kernel: Mat): void;
}

/** OpenCV compiled to WebAssembly: a byte a pixel, destination allocated once. */
export async function openCvJs(
  problem: string | undefined,
): Promise<{ loaded: Loaded<unknown>; make?: MakeContender }> {
  const loaded = await loadPeer<OpenCvModule | Promise<OpenCvModule>>(
    '@techstark/opencv-js',
    problem,
  );
  if (loaded.module === undefined) return { loaded };
  // Builds differ: some export a promise, some a module that becomes ready later.
  const cv = loaded.module instanceof Promise ? await loaded.module : loaded.module;
  if (!('Mat' in cv)) {
    const pending = cv as OpenCvModule;
    await new Promise<void>((resolve) => {
      pending.onRuntimeInitialized = resolve;
    });
  }
  const make: MakeContender = (one, image) => {
    const mat = (width: number, height: number, bytes: ArrayLike<number>): Mat => {
      const made = new cv.Mat(height, width, cv.CV_8UC1);
      made.data.set(bytes);
      return made;
    };
    const source = mat(
      image.width,
      image.height,
      image.pixels.map((pixel) => pixel * 255),
    );
    const destination = new cv.Mat(image.height, image.width, cv.CV_8UC1);
    const kernel = mat(one.mask[0]!.length, one.mask.length, [...one.mask.join('')].map(Number));
    const runs = {
      dilate: () => cv.dilate(source, destination, kernel),
      erode: () => cv.erode(source, destination, kernel),
      open: () => cv.morphologyEx(source, destination, cv.MORPH_OPEN, kernel),
      close: () => cv.morphologyEx(source, destination, cv.MORPH_CLOSE, kernel),
    };
    const run = runs[one.operation];
    return {
      ...inProcess(
        'opencv-js',
        'cv.' + (one.operation in cv ? one.operation : 'morphologyEx'),
        run,
      ),
      result: () => {
        run();
        return destination.data.slice();
      },
      dispose: () => [source, destination, kernel].forEach((held) => held.delete()),
    };
  };
  return { loaded, make };
}

interface Pipeline {
  toColourspace(name: string): Pipeline;
  erode(radius: number): Pipeline;
  dilate(radius: number): Pipeline;
  raw(): Pipeline;
  toBuffer(): Promise<Uint8Array>;
}

interface SharpModule {
  (pixels: Uint8Array, options: { raw: { width: number; height: number; channels: 1 } }): Pipeline;
  concurrency(threads: number): number;
  cache(on: boolean): unknown;
}

/**
 * sharp: squares of odd side only, given by their radius. Its polarity is the other way round (its
 * `erode` grows white), and without `toColourspace` one channel would come back as three.
 */
export async function sharp(
  problem: string | undefined,
): Promise<{ loaded: Loaded<unknown>; make?: MakeContender }> {
  const loaded = await loadPeer<SharpModule>('sharp', problem);
  const { module } = loaded;
  if (module === undefined) return { loaded };
  module.concurrency(1);
  module.cache(false);
  const make: MakeContender = (one, image) => {
    const side = one.mask.length;
    const square = one.mask.every((row) => row === '1'.repeat(side));
    if (!square || (one.operation !== 'dilate' && one.operation !== 'erode')) return undefined;
    const white = image.pixels.map((pixel) => pixel * 255);
    const raw = { width: image.width, height: image.height, channels: 1 } as const;
    const theirs = one.operation === 'dilate' ? 'erode' : 'dilate';
    const run = (): Promise<Uint8Array> =>
      module(white, { raw })
        .toColourspace('b-w')
        [theirs]((side - 1) / 2)
        .raw()
        .toBuffer();
    return { ...inProcessAsync('sharp', theirs, run), result: run };
  };
  return { loaded, make };
}
