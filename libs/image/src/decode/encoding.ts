import { unpackBytes } from '@onebit/bitwise-kernels';
import { OnebitError } from '@onebit/errors';
import type { BitImage } from '../bit-image.ts';
import type { Foreground } from '../foreground.ts';
import { writeNetpbm } from '../netpbm/write.ts';

/** Formats a binary image can be written in, all without loss. */
export type BitImageFormat = 'png' | 'tiff' | 'pbm' | 'webp' | 'gif';

/** What writing may be told. */
export interface EncodeOptions {
  /**
   * How foreground looks: pass `report.foreground` of the image that was read to keep its look.
   * Default: `dark` for PBM, where 1 is ink, `light` for the others.
   */
  readonly foreground?: Foreground;
  /** Stops the work at its next step. */
  readonly signal?: AbortSignal;
}

/** The default look of foreground in a format. */
export function foregroundOf(format: BitImageFormat, options: EncodeOptions): Foreground {
  const { foreground = format === 'pbm' ? 'dark' : 'light' } = options;
  if (foreground !== 'light' && foreground !== 'dark') {
    throw new OnebitError('value-invalid', {
      expected: 'foreground light or dark',
      received: String(foreground),
      hint: 'Pass the foreground that the report of reading names.',
    });
  }
  return foreground;
}

/** A format that cannot be written here. */
export function unwritable(format: string, writable: readonly string[]): OnebitError {
  return new OnebitError('image-format-unsupported', {
    expected: `a format to write: ${writable.join(', ')}`,
    received: String(format),
    hint: 'Formats that lose detail (JPEG) are not written: they blur binary images.',
  });
}

/** PBM; ink is dark by definition, so light foreground is written as paper. */
export function encodePbm(image: BitImage, foreground: Foreground): Uint8Array<ArrayBuffer> {
  if (foreground === 'dark') return writeNetpbm(image, 'P4');
  const paper = image.complement();
  const file = writeNetpbm(paper, 'P4');
  paper.dispose();
  return file;
}

/** One byte a pixel, 0 or 255, with the foreground dark or light. */
export function greyBytes(image: BitImage, foreground: Foreground): Uint8Array {
  return unpackBytes(
    image.bits,
    foreground === 'light' ? { zero: 0, one: 255 } : { zero: 255, one: 0 },
  );
}
