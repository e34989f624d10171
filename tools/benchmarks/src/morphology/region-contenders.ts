import { BitImage, filterBytes } from '@onebit/image';
import { type Contender, inProcess } from '../contender.ts';
import type { ByteImage } from './images.ts';
import type { RegionCase } from './region-cases.ts';

/** Our ways through a case on regions, and their common result. */
export interface RegionContenders {
  /** Bits in, bits or a new array of numbers out. */
  readonly packed: Contender;
  /** Numbers into an array that was made before; absent where the result is bits. */
  readonly into: Contender | undefined;
  /** A byte a pixel in, a byte or a number a pixel out. */
  readonly bytes: Contender;
  /** The result as bytes of 0 and 1, or as numbers. */
  readonly expected: Uint8Array | Uint32Array;
  dispose(): void;
}

/** Makes ours for a case. */
export function regionContenders(one: RegionCase, image: ByteImage): RegionContenders {
  const { width, height, pixels } = image;
  const source = BitImage.fromBytes(width, height, pixels);
  const { run, dispose } = one.prepare(source);
  const array = one.numbers ? new Uint32Array(width * height) : undefined;
  // As for the libraries that are compared with: where the result is bits, an array made before.
  const out = new Uint8Array(one.numbers ? 0 : width * height);
  const reading = { width, height, threshold: 0, foreground: 1, destination: out };
  const throughBytes = (): Uint8Array | Uint32Array => {
    if (!one.numbers) return filterBytes(pixels, reading, (packed) => run(packed) as BitImage);
    using packed = BitImage.fromBytes(width, height, pixels);
    return finish(run(packed, array), true);
  };
  const finish = (result: BitImage | Uint32Array, read: boolean): Uint8Array | Uint32Array => {
    if (!(result instanceof BitImage)) return result;
    const bytes = read ? result.toBytes() : new Uint8Array(0);
    result.dispose();
    return bytes;
  };
  return {
    packed: inProcess('Onebit', one.numbers ? 'a new array' : 'packed bits', () =>
      finish(run(source), false),
    ),
    into:
      array && inProcess('Onebit', 'an array made before', () => finish(run(source, array), false)),
    bytes: inProcess('Onebit', 'bytes in and out', throughBytes),
    expected: finish(run(source), true),
    dispose() {
      dispose?.();
      source.dispose();
    },
  };
}
