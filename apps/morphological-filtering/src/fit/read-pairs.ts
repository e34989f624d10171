import { OnebitError } from '@onebit/errors';
import { type BitImage, type Foreground, type ImageLimits, readImageHeader } from '@onebit/image';
import { readBitImage } from '@onebit/image/node';
import type { Pair } from '@onebit/morphology';
import type { FitParameters } from './parameters.ts';
import type { PairFiles } from './pair-files.ts';

/** What bounds the pictures of a learning. */
export interface FitLimits extends ImageLimits {
  readonly pairs: number;
  /** Pixels of all before pictures. */
  readonly allPixels: number;
}

/** The pairs as bits, and which side of the threshold was foreground in all of them. */
export interface ReadPairs {
  readonly pairs: readonly Pair[];
  readonly foreground: Foreground;
}

/** Says in which picture something was wrong. */
async function inPicture<Result>(
  which: string,
  { name }: PairFiles,
  work: () => Promise<Result> | Result,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof OnebitError) || error.code === 'aborted') throw error;
    const { code, expected, received, hint, cause } = error;
    throw new OnebitError(code, {
      expected,
      received: `${received} (the ${which} picture of pair ${name.slice(0, 100)})`,
      hint,
      cause,
    });
  }
}

/** Refuses more pixels than may be learned from, before any is decoded. */
export async function checkPixels(files: readonly PairFiles[], limits: FitLimits): Promise<void> {
  let pixels = 0;
  for (const file of files) {
    const header = await inPicture('before', file, () => readImageHeader(file.before, { limits }));
    pixels += header.width * header.height;
  }
  if (pixels > limits.allPixels) {
    throw new OnebitError('batch-too-large', {
      expected: `at most ${String(limits.allPixels)} pixels in all before pictures`,
      received: String(pixels),
      hint: 'Cut the parts out that show what the filter should do.',
    });
  }
}

/**
 * Decodes the pairs. Where the foreground is to be found, the before pictures vote and one side holds
 * for all pictures: an after picture that is almost empty cannot tell.
 */
export async function readPairs(
  files: readonly PairFiles[],
  { threshold, foreground: asked }: FitParameters,
  limits: FitLimits,
  signal: AbortSignal,
): Promise<ReadPairs> {
  await checkPixels(files, limits);
  const options = { ...(threshold === undefined ? {} : { threshold }), limits, signal };
  const images: BitImage[] = [];
  const read = async (which: 'before' | 'after', file: PairFiles, foreground: typeof asked) => {
    const { image, report } = await inPicture(which, file, () =>
      readBitImage(file[which], { ...options, foreground }),
    );
    images.push(image);
    return { image, foreground: report.foreground };
  };
  try {
    let foreground = asked;
    if (foreground === 'auto') {
      let dark = 0;
      for (const file of files) {
        const found = await read('before', file, 'auto');
        dark += found.foreground === 'dark' ? 1 : -1;
      }
      images.splice(0).forEach((image) => {
        image.dispose();
      });
      foreground = dark >= 0 ? 'dark' : 'light';
    }
    const pairs: Pair[] = [];
    for (const file of files) {
      const { image: before } = await read('before', file, foreground);
      const { image: after } = await read('after', file, foreground);
      pairs.push({ before, after });
    }
    return { pairs, foreground };
  } catch (error) {
    images.forEach((image) => {
      image.dispose();
    });
    throw error;
  }
}
