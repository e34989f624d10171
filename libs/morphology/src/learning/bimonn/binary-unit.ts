import { type BitMatrix, type VoteTables, combine, voteByTables } from '@onebit/bitwise-kernels';
import { BitImage } from '@onebit/image';
import type { StructuringElement } from '../../elements/structuring-element.ts';
import { dilate, erode } from '../../operators/dilate-erode.ts';
import { elementOfSet } from '../lattice/window.ts';
import type { UnitOperator } from './threshold-unit.ts';

/**
 * A weighted order statistic: 1 where the weights of the inputs that are 1 add up to at least the
 * threshold. The median is one, with equal weights and half their sum.
 */
export interface OrderStatistic {
  readonly kind: 'order-statistic';
  /** Whole numbers, 0 to 15. */
  readonly weights: Uint8Array;
  readonly threshold: number;
}

/** A unit on bits: an operator, or a weighted order statistic; or the complement of it. */
export type BinaryUnit = (UnitOperator | OrderStatistic) & { readonly complement: boolean };

/** The element of an operator of a neuron: a dilation turns its correlation window. */
function elementOfUnit({ kind, set }: UnitOperator, side: number): StructuringElement {
  return elementOfSet(kind === 'or' ? set.slice().reverse() : set, side);
}

/** What a BiSE neuron on bits gives; off the picture everything reads 0. */
export function applyWindowUnit(unit: BinaryUnit, side: number, image: BitImage): BitImage {
  const radius = (side - 1) / 2;
  let result: BitImage;
  if (unit.kind === 'order-statistic') {
    const cells = Array.from(unit.weights, (_, cell) => [
      0,
      (cell % side) - radius,
      Math.floor(cell / side) - radius,
    ]);
    result = BitImage.fromMatrix(voteByTables([image.bits], tablesOf(unit, cells)));
  } else {
    const element = elementOfUnit(unit, side);
    const operator = unit.kind === 'or' ? dilate : erode;
    result = operator(image, element, { border: 'background' });
  }
  return unit.complement ? turned(result) : result;
}

/** What a LUI unit on bits gives to the pictures of its channels. */
export function applyChannelUnit(unit: BinaryUnit, channels: readonly BitImage[]): BitImage {
  let result: BitImage;
  if (unit.kind === 'order-statistic') {
    const cells = channels.map((_, plane) => [plane, 0, 0]);
    const planes = channels.map(({ bits }) => bits);
    result = BitImage.fromMatrix(voteByTables(planes, tablesOf(unit, cells)));
  } else {
    const chosen = channels.filter((_, channel) => unit.set[channel] === 1);
    let bits: BitMatrix = chosen[0]!.bits.clone();
    for (const { bits: other } of chosen.slice(1)) {
      const both = combine(unit.kind, bits, other);
      bits.dispose();
      bits = both;
    }
    result = BitImage.fromMatrix(bits);
  }
  return unit.complement ? turned(result) : result;
}

function turned(image: BitImage): BitImage {
  const complement = image.complement();
  image.dispose();
  return complement;
}

const TABLE_INPUTS = 4;

/** Tables of four inputs each, whose votes are the weights of those that are 1. */
function tablesOf(
  { weights, threshold }: OrderStatistic,
  cells: readonly (readonly number[])[],
): VoteTables {
  const heavy = cells.map((_, at) => at).filter((at) => weights[at]! > 0);
  const tables = Math.max(1, Math.ceil(heavy.length / TABLE_INPUTS));
  const votes = new Int8Array(tables * 2 ** TABLE_INPUTS);
  const inputs = new Int16Array(tables * TABLE_INPUTS * 3);
  for (let input = 0; input < tables * TABLE_INPUTS; input++) {
    const at = heavy[input];
    if (at === undefined) continue;
    inputs.set(cells[at]!, 3 * input);
    const first = Math.floor(input / TABLE_INPUTS) * 2 ** TABLE_INPUTS;
    const bit = 1 << (input % TABLE_INPUTS);
    for (let pattern = 0; pattern < 2 ** TABLE_INPUTS; pattern++) {
      if ((pattern & bit) !== 0) votes[first + pattern]! += weights[at]!;
    }
  }
  return { depth: TABLE_INPUTS, inputs, votes, threshold };
}

/** A unit in words: `dilate:disk3`, `or`, `order statistic of 21`. */
export function nameOfUnit(unit: BinaryUnit, side?: number): string {
  let name: string;
  if (unit.kind === 'order-statistic') {
    name = `${unit.threshold}-of-${unit.weights.reduce((sum, weight) => sum + weight, 0)}`;
  } else if (side === undefined) {
    name = unit.kind === 'or' ? 'union' : 'intersection';
  } else {
    const element = elementOfUnit(unit, side).toString();
    name = `${unit.kind === 'or' ? 'dilate' : 'erode'}:${element}`;
  }
  return unit.complement ? `not ${name}` : name;
}
