import { logicBinary } from '../generated/logic.ts';
import { KernelFamily } from '../storage/load-family.ts';
import type { Packed } from '../storage/packed.ts';
import {
  combineReference,
  complementReference,
  popcountReference,
  type LogicOperation,
} from './reference.ts';

type Combine = (a: number, b: number, destination: number, bytes: number) => void;

interface LogicKernels {
  and: Combine;
  or: Combine;
  xor: Combine;
  andNot: Combine;
  complement(
    source: number,
    destination: number,
    rows: number,
    columns: number,
    stride: number,
  ): void;
  popcount(source: number, bytes: number): number;
  equal(a: number, b: number, bytes: number): number;
}

/** SIMD where there is any; without it the reference, which works word by word already. */
const family = new KernelFamily<LogicKernels>(logicBinary);

const exportOf = { and: 'and', or: 'or', xor: 'xor', 'and-not': 'andNot' } as const;

const bytesOf = (matrix: Packed): number => matrix.rows * matrix.wordsPerRow * 4;

/** destination = a operation b; all of one size. */
export function combineInto(
  operation: LogicOperation,
  a: Packed,
  b: Packed,
  destination: Packed,
): void {
  if (!family.usable) {
    combineReference(operation, a.words, b.words, destination.words);
    return;
  }
  family.run((kernels) =>
    kernels[exportOf[operation]](a.pointer, b.pointer, destination.pointer, bytesOf(a)),
  );
}

/** destination = not source; both of one size. */
export function complementInto(source: Packed, destination: Packed): void {
  const { rows, columns, wordsPerRow } = source;
  if (!family.usable) {
    complementReference(source.words, destination.words, columns, wordsPerRow);
    return;
  }
  family.run((kernels) =>
    kernels.complement(source.pointer, destination.pointer, rows, columns, wordsPerRow * 4),
  );
}

/** The number of ones. */
export function popcountOf(source: Packed): number {
  if (!family.usable) return popcountReference(source.words);
  return family.run((kernels) => kernels.popcount(source.pointer, bytesOf(source)));
}

/** Whether two matrices of one size hold the same bits. */
export function sameBits(a: Packed, b: Packed): boolean {
  if (!family.usable) {
    const others = b.words;
    return a.words.every((word, index) => word === others[index]);
  }
  return family.run((kernels) => kernels.equal(a.pointer, b.pointer, bytesOf(a)) !== 0);
}
