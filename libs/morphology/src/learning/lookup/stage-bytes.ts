import type { VoteTables } from '@onebit/bitwise-kernels';
import { layoutOf } from './table-filter.ts';

/** Offsets are stored in 4 bits each, -8 to 7. */
const OFFSET_BIAS = 8;

/** What has to be known of a stage to read its bytes. */
export interface StageNumbers {
  readonly depth: number;
  readonly tables: number;
  readonly planes: 1 | 2;
  readonly voteBits: 1 | 4;
  readonly threshold: number;
}

/** The numbers of a stage. */
export function numbersOfStage(stage: VoteTables): StageNumbers {
  const { depth, threshold } = stage;
  const { tables, planeBytes, voteBits } = layoutOf(stage);
  return { depth, tables, planes: planeBytes > 0 ? 2 : 1, voteBits, threshold };
}

/** How many bytes a stage of these numbers takes. */
export function stageBytes({ depth, tables, planes, voteBits }: StageNumbers): number {
  const count = tables * depth;
  return (
    count + (planes - 1) * Math.ceil(count / 8) + Math.ceil((tables * 2 ** depth * voteBits) / 8)
  );
}

/**
 * A stage as bytes: its inputs (one byte each: the row offset + 8 in the upper four bits, the column
 * offset + 8 in the lower), their planes (one bit each, lowest first, absent where only the picture is
 * read), and its votes (four bits each as two's complement, lowest first, or one bit where all are -1
 * and 1).
 */
export function packStage(stage: VoteTables): Uint8Array {
  const { inputs, votes } = stage;
  const numbers = numbersOfStage(stage);
  const { tables, depth, planes, voteBits } = numbers;
  const bytes = new Uint8Array(stageBytes(numbers));
  const count = tables * depth;
  for (let input = 0; input < count; input++) {
    const [plane, x, y] = inputs.subarray(3 * input, 3 * input + 3);
    bytes[input] = ((y! + OFFSET_BIAS) << 4) | (x! + OFFSET_BIAS);
    if (plane === 1) bytes[count + (input >> 3)]! |= 1 << (input & 7);
  }
  const first = count + (planes - 1) * Math.ceil(count / 8);
  votes.forEach((vote, at) => {
    if (voteBits === 4) bytes[first + (at >> 1)]! |= (vote & 15) << (4 * (at & 1));
    else if (vote > 0) bytes[first + (at >> 3)]! |= 1 << (at & 7);
  });
  return bytes;
}

/**
 * Reads {@link packStage}'s bytes.
 *
 * @param bytes - {@link stageBytes} of them
 */
export function unpackStage(bytes: Uint8Array, numbers: StageNumbers): VoteTables {
  const { depth, tables, planes, voteBits, threshold } = numbers;
  const count = tables * depth;
  const inputs = new Int16Array(3 * count);
  for (let input = 0; input < count; input++) {
    const plane = planes === 1 ? 0 : (bytes[count + (input >> 3)]! >> (input & 7)) & 1;
    const cell = bytes[input]!;
    inputs.set([plane, (cell & 15) - OFFSET_BIAS, (cell >> 4) - OFFSET_BIAS], 3 * input);
  }
  const first = count + (planes - 1) * Math.ceil(count / 8);
  const votes = Int8Array.from({ length: tables * 2 ** depth }, (_, at) => {
    if (voteBits === 1) return (bytes[first + (at >> 3)]! >> (at & 7)) & 1 ? 1 : -1;
    return (((bytes[first + (at >> 1)]! >> (4 * (at & 1))) & 15) ^ 8) - 8;
  });
  return { depth, inputs, votes, threshold };
}
