import { packingBinary } from '../generated/packing.ts';
import { kernelMemory } from '../storage/kernel-memory.ts';
import { followGrowth } from '../storage/follow-growth.ts';
import { KernelFamily } from '../storage/load-family.ts';
import type { Packed } from '../storage/packed.ts';
import { packSignsReference, packThresholdReference, unpackReference } from './reference.ts';

interface PackingKernels {
  packThreshold(
    source: number,
    rows: number,
    columns: number,
    threshold: number,
    destination: number,
    stride: number,
  ): void;
  packSigns(
    source: number,
    rows: number,
    columns: number,
    destination: number,
    stride: number,
  ): void;
  holdsNaN(source: number, count: number): number;
  unpack(
    source: number,
    rows: number,
    columns: number,
    stride: number,
    zero: number,
    one: number,
    destination: number,
  ): void;
}

/**
 * SIMD compares 16 items at once and is 20 to 100 times the reference; without SIMD the gain of
 * compiled code over the reference is small beside the rest of the work, so there is none.
 */
const family = new KernelFamily<PackingKernels>(packingBinary);

/**
 * Items of a caller's array pass through a strip of this many bytes in the kernels' memory: small
 * enough to stay in the nearest caches, so that main memory is touched once.
 */
const STRIP_BYTES = 1 << 15;
/** The kernels may touch this many items past the last. */
const SLACK_ITEMS = 128;

/** Runs `work` for strips of whole rows through a scratch block in the kernels' memory. */
function inStrips(
  rows: number,
  columns: number,
  bytesPerItem: number,
  work: (scratch: number, firstRow: number, rowCount: number) => void,
): void {
  const rowBytes = columns * bytesPerItem;
  const rowsPerStrip = Math.min(rows, Math.max(1, Math.floor(STRIP_BYTES / rowBytes)));
  const scratch = kernelMemory.allocate(rowsPerStrip * rowBytes + SLACK_ITEMS * bytesPerItem);
  try {
    for (let row = 0; row < rows; row += rowsPerStrip) {
      work(scratch, row, Math.min(rowsPerStrip, rows - row));
    }
  } finally {
    kernelMemory.free(scratch);
  }
}

/** Where an array stands if it lies in the kernels' memory with `slack` bytes behind it. */
function residentAt(array: Uint8Array | Float32Array, slack: number): number | undefined {
  const { buffer } = kernelMemory;
  const end = array.byteOffset + array.byteLength + slack;
  return array.buffer === buffer && end <= buffer.byteLength ? array.byteOffset : undefined;
}

/** Packs rows x columns bytes: 1 where the byte is above the threshold. */
export function packThresholdInto(bytes: Uint8Array, threshold: number, to: Packed): void {
  const { rows, columns } = to;
  if (!family.usable) {
    packThresholdReference(bytes, rows, columns, threshold, to.words);
    return;
  }
  const stride = to.wordsPerRow * 4;
  const resident = residentAt(bytes, SLACK_ITEMS);
  if (resident !== undefined) {
    family.run((kernels) =>
      kernels.packThreshold(resident, rows, columns, threshold, to.pointer, stride),
    );
    return;
  }
  const current = followGrowth(bytes);
  inStrips(rows, columns, 1, (scratch, row, count) => {
    kernelMemory.u8().set(current().subarray(row * columns, (row + count) * columns), scratch);
    const destination = to.pointer + row * stride;
    family.run((kernels) =>
      kernels.packThreshold(scratch, count, columns, threshold, destination, stride),
    );
  });
}

/**
 * Packs rows x columns floats: 1 where the float is at least 0.
 *
 * @returns false where one of them is not a number; the bits are then of no use
 */
export function packSignsInto(values: Float32Array, to: Packed): boolean {
  const { rows, columns } = to;
  if (!family.usable) {
    packSignsReference(values, rows, columns, to.words);
    return !values.some(Number.isNaN);
  }
  const stride = to.wordsPerRow * 4;
  const resident = residentAt(values, SLACK_ITEMS * 4);
  if (resident !== undefined) {
    return family.run((kernels) => {
      if (kernels.holdsNaN(resident, rows * columns)) return false;
      kernels.packSigns(resident, rows, columns, to.pointer, stride);
      return true;
    });
  }
  const current = followGrowth(values);
  let numbers = true;
  inStrips(rows, columns, 4, (scratch, row, count) => {
    kernelMemory.f32().set(current().subarray(row * columns, (row + count) * columns), scratch / 4);
    const destination = to.pointer + row * stride;
    family.run((kernels) => {
      if (kernels.holdsNaN(scratch, count * columns)) numbers = false;
      kernels.packSigns(scratch, count, columns, destination, stride);
    });
  });
  return numbers;
}

/** Writes one byte for each bit into `bytes`, rows x columns of them. */
export function unpackInto(from: Packed, zero: number, one: number, bytes: Uint8Array): void {
  const { rows, columns } = from;
  if (!family.usable) {
    unpackReference(from.words, rows, columns, zero, one, bytes);
    return;
  }
  const stride = from.wordsPerRow * 4;
  // Whole vectors never write past the last byte, so they may go where they belong at once.
  const resident = columns % 128 === 0 ? residentAt(bytes, 0) : undefined;
  if (resident !== undefined) {
    family.run((kernels) =>
      kernels.unpack(from.pointer, rows, columns, stride, zero, one, resident),
    );
    return;
  }
  const current = followGrowth(bytes);
  inStrips(rows, columns, 1, (scratch, row, count) => {
    const source = from.pointer + row * stride;
    family.run((kernels) => kernels.unpack(source, count, columns, stride, zero, one, scratch));
    const strip = kernelMemory.u8().subarray(scratch, scratch + count * columns);
    current().set(strip, row * columns);
  });
}
