import { kernelMemory } from '../storage/kernel-memory.ts';
import type { ColumnThresholds } from './column-thresholds.ts';
import type { CountRectangle, CountSink, TurnedCounts } from './count.ts';
import { simdFamily } from './kernels.ts';
import { u16View } from './memory.ts';
import { affineReference } from './reference.ts';

/** Where an output stands in the kernels' memory and how it is laid out. */
export interface OutputPlace {
  readonly pointer: number;
  /** Bytes from row to row. */
  readonly stride: number;
}

/** Walks a rectangle of counts in TypeScript: the dot product of every place. */
function eachDot(
  k: number,
  { counts, stride, firstRow, rows, firstColumn, columns }: CountRectangle,
  visit: (row: number, column: number, dot: number) => void,
): void {
  const view = u16View(counts, ((rows - 1) * stride) / 2 + columns);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      visit(firstRow + row, firstColumn + column, k - 2 * view[(row * stride) / 2 + column]!);
    }
  }
}

/** dot as i32. */
export function int32Sink(k: number, place: OutputPlace): CountSink {
  const take = (r: CountRectangle): void => {
    const at = place.pointer + r.firstRow * place.stride + r.firstColumn * 4;
    if (simdFamily.usable) {
      simdFamily.run((kernels) =>
        kernels.emitInt32(r.counts, r.stride, r.rows, r.columns, k, at, place.stride),
      );
      return;
    }
    const out = kernelMemory.i32();
    eachDot(k, r, (row, column, dot) => {
      out[(place.pointer + row * place.stride) / 4 + column] = dot;
    });
  };
  return { take };
}

/** dot as i16; K is at most 32767. */
export function int16Sink(k: number, place: OutputPlace): CountSink {
  const take = (r: CountRectangle): void => {
    const at = place.pointer + r.firstRow * place.stride + r.firstColumn * 2;
    if (simdFamily.usable) {
      simdFamily.run((kernels) =>
        kernels.emitInt16(r.counts, r.stride, r.rows, r.columns, k, at, place.stride),
      );
      return;
    }
    const out = new Int16Array(kernelMemory.buffer);
    eachDot(k, r, (row, column, dot) => {
      out[(place.pointer + row * place.stride) / 2 + column] = dot;
    });
  };
  return { take };
}

/** dot * scale + shift as f32; scale and shift are pointers to one float a column. */
export function floatSink(k: number, place: OutputPlace, scale: number, shift: number): CountSink {
  const take = (r: CountRectangle): void => {
    const at = place.pointer + r.firstRow * place.stride + r.firstColumn * 4;
    const offset = r.firstColumn * 4;
    if (simdFamily.usable) {
      simdFamily.run((kernels) =>
        kernels.emitFloat(
          r.counts,
          r.stride,
          r.rows,
          r.columns,
          k,
          at,
          place.stride,
          scale + offset,
          shift + offset,
        ),
      );
      return;
    }
    const floats = kernelMemory.f32();
    eachDot(k, r, (row, column, dot) => {
      floats[(place.pointer + row * place.stride) / 4 + column] = affineReference(
        dot,
        floats[scale / 4 + column]!,
        floats[shift / 4 + column]!,
      );
    });
  };
  return { take };
}

/** One bit a dot product, into rows whose padding the caller has cleared. */
export function bitSink(k: number, place: OutputPlace, thresholds: ColumnThresholds): CountSink {
  if (!simdFamily.usable) {
    const take = (r: CountRectangle): void => {
      const words = kernelMemory.u32();
      eachDot(k, r, (row, column, dot) => {
        const word = (place.pointer + row * place.stride) / 4 + (column >>> 5);
        words[word]! |= thresholds.decide(column, dot) << (column & 31);
      });
    };
    return { take };
  }
  const { bounds, flips } = thresholds.countBounds(k);
  const { pointer, stride } = place;
  return {
    take(r) {
      const at = pointer + r.firstRow * stride + r.firstColumn / 8;
      const offset = r.firstColumn * 2;
      simdFamily.run((kernels) =>
        kernels.emitBits(
          r.counts,
          r.stride,
          r.rows,
          r.columns,
          at,
          stride,
          bounds + offset,
          flips + offset,
        ),
      );
    },
    takeTurned(r: TurnedCounts) {
      const at = pointer + r.firstRow * stride + r.firstColumn / 8;
      const offset = r.firstColumn * 2;
      simdFamily.run((kernels) =>
        kernels.emitBitsTurned(
          r.counts,
          r.lanes,
          r.rows,
          r.columns,
          at,
          stride,
          bounds + offset,
          flips + offset,
        ),
      );
    },
  };
}
