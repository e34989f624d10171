import { type BitMatrix, type VoteTables, voteByTables } from '@onebit/bitwise-kernels';
import { BitImage } from '@onebit/image';
import { type Slices, finish } from '../../sequence/slices.ts';
import { partOf, stripsOf, widened } from '../sampling/picture-part.ts';

/**
 * Stages of voting tables: stage k reads the picture (plane 0) and what the stage before it gave
 * (plane 1). Off the picture everything reads as background, whatever the border rule.
 */
export type TableStages = readonly VoteTables[];

/** Runs the stages on a picture. */
export function runStages(image: BitImage, stages: TableStages): BitImage {
  return finish(stagesInStrips(image, stages));
}

/**
 * Runs the stages strip by strip: the tables read bytes, of which a large picture has too many at
 * once. A strip is worked on with the rows around it that its stages read.
 */
export function* stagesInStrips(image: BitImage, stages: TableStages): Slices<BitImage> {
  const { width, height } = image;
  const strips = stripsOf(image);
  if (strips.length === 1) return stagesAtOnce(image, stages);
  const reach = stages.reduce((sum, stage) => sum + rowsRead(stage), 0);
  const result = BitImage.create(width, height);
  try {
    for (const strip of strips) {
      const wide = widened(strip, reach, height);
      using part = partOf(image, wide);
      using filtered = stagesAtOnce(part, stages);
      const { wordsPerRow } = result.bits;
      const [from, to] = [strip.top - wide.top, strip.bottom - wide.top];
      const rows = filtered.bits.words.subarray(from * wordsPerRow, to * wordsPerRow);
      result.bits.words.set(rows, strip.top * wordsPerRow);
      yield;
    }
    return result;
  } catch (error) {
    result.dispose();
    throw error;
  }
}

function stagesAtOnce(image: BitImage, stages: TableStages): BitImage {
  let result: BitMatrix | undefined;
  for (const stage of stages) {
    const planes = result === undefined ? [image.bits] : [image.bits, result];
    const next = voteByTables(planes, stage);
    result?.dispose();
    result = next;
  }
  return BitImage.fromMatrix(result!);
}

/** Rows above and below that a stage reads. */
function rowsRead({ inputs }: VoteTables): number {
  return inputs.reduce(
    (most, value, at) => (at % 3 === 2 ? Math.max(most, Math.abs(value)) : most),
    0,
  );
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
