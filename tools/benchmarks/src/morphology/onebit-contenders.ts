import { BitImage } from '@onebit/image';
import { close, dilate, erode, open } from '@onebit/morphology';
import { type Contender, inProcess } from '../contender.ts';
import type { MorphologyCase, Operation } from './cases.ts';
import type { ByteImage } from './images.ts';

const operators = { dilate, erode, open, close } satisfies Record<Operation, unknown>;

/** Our two ways and their common result. */
export interface OnebitContenders {
  /** The operator alone: bits in, bits out, as within a chain of operators. */
  readonly packed: Contender;
  /** A byte a pixel in, packed, filtered, unpacked to a byte a pixel. */
  readonly bytes: Contender;
  /** The result as bytes of 0 and 1, which every contender must reproduce. */
  readonly expected: Uint8Array;
  dispose(): void;
}

export function onebitContenders(one: MorphologyCase, image: ByteImage): OnebitContenders {
  const { width, height, pixels } = image;
  const { element } = one;
  const operate = operators[one.operation];
  const source = BitImage.fromBytes(width, height, pixels);
  const fromBytes = (): Uint8Array => {
    const packed = BitImage.fromBytes(width, height, pixels);
    const result = operate(packed, element, { border: 'ignore' });
    const out = result.toBytes();
    packed.dispose();
    result.dispose();
    return out;
  };
  return {
    packed: inProcess('Onebit', 'packed bits', () => {
      const result = operate(source, element, { border: 'ignore' });
      result.dispose();
      return result;
    }),
    bytes: inProcess('Onebit', 'bytes in and out', fromBytes),
    expected: fromBytes(),
    dispose: () => source.dispose(),
  };
}
