/**
 * One product, as src/threads/job.ts writes it down: 32-bit words in this order.
 *
 * A job is not changed while a thread may read it. Pointers and strides are in bytes.
 */
@unmanaged
export class Job {
  /** 0 tables of the weights, 1 tables of the activations, 2 scalar1x4, 3 scalar2x2, 4 vector1x4. */
  method: i32;
  blocks: i32;
  /** One byte a block: 1 where its part of the output is complete. */
  flags: usize;
  m: i32;
  n: i32;
  k: i32;
  /** m packed rows. */
  activations: usize;
  activationStride: usize;
  /** Fields, indices or packed rows, as the method wants them. */
  weights: usize;
  weightStride: usize;
  octets: i32;
  bits: i32;
  vectors: i32;
  /** Indexed activations, for tables of the weights. */
  index: usize;
  /** Looked-up rows, or columns of a register tile's block, that are done in one piece. */
  piece: i32;
  /** Rows whose counts fit the strip of a register tile. */
  strip: i32;
  /** 0 i32, 1 i16, 2 f32, 3 bits. */
  output: i32;
  out: usize;
  outStride: usize;
  /** Scale and shift, or bounds and flips. */
  first: usize;
  second: usize;
  /** A workspace for each thread, and what stands where in it. */
  scratch: usize;
  scratchBytes: usize;
  fieldAt: usize;
  partialAt: usize;
  countsAt: usize;
  stripAt: usize;
}
