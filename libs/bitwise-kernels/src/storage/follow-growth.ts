import { kernelMemory } from './kernel-memory.ts';

/**
 * Keeps hold of an array while memory is allocated: one that lies in the kernels' memory is
 * emptied when that memory grows, and is then taken again at the same place.
 *
 * @param array - any array; outside the kernels' memory it is returned as it is
 * @returns a function that gives the array as it is now
 */
export function followGrowth<Kind extends Uint8Array | Float32Array>(array: Kind): () => Kind {
  if (array.buffer !== kernelMemory.buffer) return () => array;
  const { byteOffset, length } = array;
  const Type = array.constructor as new (
    buffer: ArrayBuffer,
    byteOffset: number,
    length: number,
  ) => Kind;
  return () =>
    array.buffer === kernelMemory.buffer
      ? array
      : new Type(kernelMemory.buffer, byteOffset, length);
}
