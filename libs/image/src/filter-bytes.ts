import { overBytes } from '@onebit/bitwise-kernels';
import { BitImage } from './bit-image.ts';

/** What {@link filterBytes} is told about its image. */
export interface FilterBytesOptions {
  /** In pixels. */
  readonly width: number;
  /** In pixels. */
  readonly height: number;
  /** Bytes above this are foreground; 127 where absent. */
  readonly threshold?: number;
  /** The byte written for background; 0 where absent. */
  readonly background?: number;
  /** The byte written for foreground; 255 where absent. */
  readonly foreground?: number;
  /** Where to write instead of a new array; may be the input. */
  readonly destination?: Uint8Array<ArrayBuffer>;
}

/**
 * Filters an image of one byte a pixel: packs it, lets the filter work on bits, and unpacks the
 * result.
 *
 * With input and destination in `KernelBytes` of the kernels nothing is copied besides; ordinary
 * arrays are copied in and out once. Either way the conversion costs more than a small operation:
 * chain operations inside one filter.
 *
 * @param bytes - `width * height` bytes, row by row
 * @param options - size, threshold, bytes to write
 * @param filter - takes the packed image and returns one of its size; both are disposed afterwards
 * @returns `width * height` bytes: the destination where one was given
 * @throws OnebitError `size-invalid`, `size-mismatch`, `value-invalid`, `memory-exhausted`, and
 * whatever the filter throws
 *
 * @example
 * ```ts
 * import { filterBytes } from '@onebit/image';
 * const grey = Uint8Array.of(10, 200, 30, 180);
 * const negative = filterBytes(grey, { width: 4, height: 1 }, (image) => image.complement());
 * console.log(negative.join(' ')); // 255 0 255 0
 * ```
 */
export function filterBytes(
  bytes: Uint8Array,
  options: FilterBytesOptions,
  filter: (image: BitImage) => BitImage,
): Uint8Array<ArrayBuffer> {
  const { width, height, threshold = 127, background = 0, foreground = 255 } = options;
  const layout = { rows: height, columns: width, threshold, zero: background, one: foreground };
  return overBytes(
    bytes,
    options.destination ? { ...layout, destination: options.destination } : layout,
    (bits) => filter(BitImage.fromMatrix(bits)).bits,
  );
}
