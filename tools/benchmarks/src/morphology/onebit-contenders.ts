import { KernelBytes } from '@onebit/bitwise-kernels';
import { BitImage, filterBytes } from '@onebit/image';
import { close, dilate, erode, open } from '@onebit/morphology';
import { type Contender, inProcess } from '../contender.ts';
import type { MorphologyCase, Operation } from './cases.ts';
import type { ByteImage } from './images.ts';

const operators = { dilate, erode, open, close } satisfies Record<Operation, unknown>;

/** Our three ways and their common result. */
export interface OnebitContenders {
  /** The operator alone: bits in, bits out, as within a chain of operators. */
  readonly packed: Contender;
  /** A byte a pixel in an ordinary array, packed, filtered, unpacked to another. */
  readonly bytes: Contender;
  /** The same with both arrays in the kernels' memory, as OpenCV.js has its images in its own. */
  readonly bytesInPlace: Contender;
  /** The result as bytes of 0 and 1, which every contender must reproduce. */
  readonly expected: Uint8Array;
  dispose(): void;
}

export function onebitContenders(one: MorphologyCase, image: ByteImage): OnebitContenders {
  const { width, height, pixels } = image;
  const { element } = one;
  const operate = operators[one.operation];
  const source = BitImage.fromBytes(width, height, pixels);
  const filter = (bytes: Uint8Array, destination: Uint8Array<ArrayBuffer>): Uint8Array =>
    filterBytes(bytes, { width, height, threshold: 0, foreground: 1, destination }, (packed) =>
      operate(packed, element, { border: 'ignore' }),
    );
  const out = new Uint8Array(pixels.length);
  const input = KernelBytes.create(pixels.length);
  input.bytes.set(pixels);
  const output = KernelBytes.create(pixels.length);
  return {
    packed: inProcess('Onebit', 'packed bits', () => {
      const result = operate(source, element, { border: 'ignore' });
      result.dispose();
      return result;
    }),
    bytes: inProcess('Onebit', 'bytes in and out', () => filter(pixels, out)),
    bytesInPlace: inProcess('Onebit', 'bytes in place', () => filter(input.bytes, output.bytes)),
    expected: filter(pixels, new Uint8Array(pixels.length)),
    dispose() {
      source.dispose();
      input.dispose();
      output.dispose();
    },
  };
}
