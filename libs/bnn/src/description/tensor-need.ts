import type { Dtype } from '../model-file/dtype.ts';

/** A tensor that a network needs: its type, its shape, and the bits a row where it is packed. */
export interface TensorNeed {
  readonly name: string;
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Set for packed bits: so many bits of each row count, the rest of the row is zero. */
  readonly bitsPerRow?: number;
}
