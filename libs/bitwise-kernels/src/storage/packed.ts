/** Where packed bits stand: what a kernel needs to know of a bit matrix. */
export interface Packed {
  readonly rows: number;
  readonly columns: number;
  readonly wordsPerRow: number;
  /** Byte offset of the first word in the kernels' memory. */
  readonly pointer: number;
  /** Live view of the `rows * wordsPerRow` words. */
  readonly words: Uint32Array;
}
