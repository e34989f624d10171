import { type BitMatrix, type VoteTables, voteByTables } from '@onebit/bitwise-kernels';
import { BitImage } from '@onebit/image';

/**
 * Stages of voting tables: stage k reads the picture (plane 0) and what the stage before it gave
 * (plane 1). Off the picture everything reads as background, whatever the border rule.
 */
export type TableStages = readonly VoteTables[];

/** Runs the stages on a picture. */
export function runStages(image: BitImage, stages: TableStages): BitImage {
  let result: BitMatrix | undefined;
  for (const stage of stages) {
    const planes = result === undefined ? [image.bits] : [image.bits, result];
    const next = voteByTables(planes, stage);
    result?.dispose();
    result = next;
  }
  return BitImage.fromMatrix(result!);
}

/** Bytes of a stage: an input takes a byte, and where a second plane is read a bit more. */
export function bytesOfStage(stage: VoteTables): number {
  const { inputBytes, planeBytes, voteBytes } = layoutOf(stage);
  return inputBytes + planeBytes + voteBytes;
}

/** How a stage is stored. */
export function layoutOf({ depth, inputs, votes }: VoteTables): {
  readonly tables: number;
  /** 1 where all votes are -1 and 1, else 4. */
  readonly voteBits: 1 | 4;
  readonly inputBytes: number;
  readonly planeBytes: number;
  readonly voteBytes: number;
} {
  const count = inputs.length / 3;
  const tables = count / depth;
  const voteBits = votes.every((vote) => Math.abs(vote) === 1) ? 1 : 4;
  const twoPlanes = inputs.some((value, at) => at % 3 === 0 && value > 0);
  return {
    tables,
    voteBits,
    inputBytes: count,
    planeBytes: twoPlanes ? Math.ceil(count / 8) : 0,
    voteBytes: Math.ceil((votes.length * voteBits) / 8),
  };
}
