import { kernelMemory } from '../storage/kernel-memory.ts';
import { forEachPoint, gridOperands, type GridSide, type GridSize } from '../training/grids.ts';
import { convolutionKernels } from './kernels.ts';

/** Overwrites bits from bit `offset` of every target point with those of the source point. */
export function copyBitGrid(from: GridSide, to: GridSide, size: GridSize, offset: number): void {
  if (size.outer <= 0 || size.inner <= 0) return;
  if (convolutionKernels.usable) {
    convolutionKernels.run((kernels) =>
      kernels.copyBitGrid(...gridOperands(from, to, size), offset),
    );
    return;
  }
  const bytes = kernelMemory.u8();
  forEachPoint(from, to, size, (source, target) => {
    for (let bit = 0; bit < size.columns; bit++) {
      const value = (bytes[source + (bit >>> 3)]! >>> (bit & 7)) & 1;
      const place = target + ((offset + bit) >>> 3);
      const mask = 1 << ((offset + bit) & 7);
      bytes[place] = value === 1 ? bytes[place]! | mask : bytes[place]! & ~mask;
    }
  });
}

/** What becomes of the bits of several pixels: any of them, or all of them. */
export type BitReduction = 'or' | 'and';

/** Combines every target point with the source point; the columns of the size are 128-bit vectors. */
export function combineBitGrid(
  from: GridSide,
  to: GridSide,
  size: GridSize,
  reduction: BitReduction,
): void {
  if (size.outer <= 0 || size.inner <= 0) return;
  const either = reduction === 'or' ? 1 : 0;
  if (convolutionKernels.usable) {
    convolutionKernels.run((kernels) =>
      kernels.combineBitGrid(...gridOperands(from, to, size), either),
    );
    return;
  }
  const words = kernelMemory.u32();
  forEachPoint(from, to, size, (source, target) => {
    for (let word = 0; word < size.columns * 4; word++) {
      const at = target / 4 + word;
      const bits = words[source / 4 + word]!;
      words[at] = either ? words[at]! | bits : words[at]! & bits;
    }
  });
}
