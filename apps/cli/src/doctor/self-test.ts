import {
  BitMatrix,
  type KernelVariant,
  combine,
  packSigns,
  selectedKernels,
  withKernels,
  xnorProduct,
} from '@onebit/bitwise-kernels';
import { BitImage } from '@onebit/image';
import { type StructuringElement, dilate, disk, erode, rect } from '@onebit/morphology';

/** What one variant of the kernels gave, compared with the reference. */
export interface SelfTest {
  readonly variant: KernelVariant;
  readonly checks: number;
  readonly failed: readonly string[];
}

/** Widths around the ends of words and of 128-bit rows. */
const widths = [1, 31, 32, 33, 63, 64, 65, 127, 128, 129];

/** Bits without a short period, the same on every run: the low bits of a linear congruence. */
function bytesOf(length: number, seed: number): Uint8Array {
  let state = seed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state >>> 31;
  });
}

type Check = readonly [name: string, compute: () => unknown];

/** Every check computes plain data, so that variants compare by value. */
function checks(): Check[] {
  const elements: StructuringElement[] = [rect(3, 3), rect(31, 5), disk(4)];
  return widths.flatMap((width): Check[] => {
    const rows = 9;
    const bytes = bytesOf(rows * width, width);
    const image = () => BitImage.fromBytes(width, rows, bytes);
    const matrix = () => BitMatrix.fromBytes(rows, width, bytes);
    const signs = () =>
      packSigns(
        Float32Array.from(bytes, (bit) => bit - 0.5),
        rows,
        width,
      );
    return [
      [`packing, width ${width}`, () => [signs().toBytes(), matrix().popcount()]],
      [
        `exclusive or, width ${width}`,
        () =>
          combine(
            'xor',
            matrix(),
            BitMatrix.fromBytes(rows, width, bytesOf(rows * width, 7)),
          ).toBytes(),
      ],
      [`product, width ${width}`, () => xnorProduct(matrix(), signs())],
      ...elements.flatMap((element): Check[] => [
        [`dilate ${element.toString()}, width ${width}`, () => dilate(image(), element).toBytes()],
        [`erode ${element.toString()}, width ${width}`, () => erode(image(), element).toBytes()],
      ]),
    ];
  });
}

const plain = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) =>
    ArrayBuffer.isView(part) ? Array.from(part as Uint8Array) : part,
  );

/** Runs every variant that this machine can run against the plain reference. */
export function selfTest(): SelfTest[] {
  const order: readonly KernelVariant[] = ['simd', 'scalar', 'reference'];
  const all = checks();
  const expected = all.map(([, compute]) => withKernels('reference', () => plain(compute())));
  const runnable = order.slice(order.indexOf(selectedKernels().variant), -1);
  return runnable.map((variant) => ({
    variant,
    checks: all.length,
    failed: all.flatMap(([name, compute], index) => {
      try {
        return withKernels(variant, () => plain(compute())) === expected[index] ? [] : [name];
      } catch (error) {
        return [`${name}: ${error instanceof Error ? error.message : String(error)}`];
      }
    }),
  }));
}
