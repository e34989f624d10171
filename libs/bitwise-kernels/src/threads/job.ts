import { LARGEST_BLOCK, octetsOf, type ProductMethod } from '../products/methods.ts';
import type { ProductShape } from '../products/select.ts';

/** What is written for each dot product. */
export type OutputKind = 'int32' | 'int16' | 'float' | 'bits';

const OUTPUTS: readonly OutputKind[] = ['int32', 'int16', 'float', 'bits'];
const TILES = ['scalar1x4', 'scalar2x2', 'vector1x4'] as const;
/** Numbers of the methods in the kernels; the tiles follow. */
const TABLE_OF_WEIGHTS = 0;
const TABLE_OF_ACTIVATIONS = 1;
const FIRST_TILE = 2;

/** Bytes of counts that a register tile fills before they are handed on: they stay in the cache. */
const STRIP_BYTES = 1 << 17;
/** Columns of a register tile's block come in whole words of bits. */
const COLUMN_STEP = 32;
/** Blocks a thread should get, so that the last one to finish is not waited for long. */
const BLOCKS_A_THREAD = 8;

const aligned = (bytes: number) => Math.ceil(bytes / 64) * 64;

/** How a product is cut into blocks, and what room each thread needs. */
export interface JobPlan {
  readonly method: number;
  readonly blocks: number;
  readonly octets: number;
  readonly bits: number;
  readonly vectors: number;
  readonly piece: number;
  readonly strip: number;
  readonly indexBytes: number;
  readonly fieldAt: number;
  readonly partialAt: number;
  readonly countsAt: number;
  readonly stripAt: number;
  readonly scratchBytes: number;
}

/**
 * Cuts a product into blocks for a number of threads.
 *
 * With tables a block is a tile of the tabulated operand, columns of the result for tables of the
 * weights and rows for tables of the activations: each table is built once, by one thread. With
 * popcounts a block is a piece of the columns.
 */
export function planJob(method: ProductMethod, shape: ProductShape, threads: number): JobPlan {
  const { m, n, k } = shape;
  if (method.kind === 'reference') throw new TypeError('The reference runs on one thread.');
  if (method.kind === 'tile') {
    const share = n / (BLOCKS_A_THREAD * threads);
    const piece = Math.max(1, Math.ceil(share / COLUMN_STEP)) * COLUMN_STEP;
    const stride = piece * 2;
    const strip = Math.min(m + (m % 2), Math.max(2, Math.floor(STRIP_BYTES / stride / 2) * 2));
    return {
      method: FIRST_TILE + TILES.indexOf(method.tile),
      blocks: Math.ceil(n / piece),
      octets: 0,
      bits: 0,
      vectors: 0,
      piece,
      strip,
      indexBytes: 0,
      fieldAt: 0,
      partialAt: 0,
      countsAt: 0,
      stripAt: 0,
      scratchBytes: aligned(strip * stride),
    };
  }
  const { bits, vectors } = method;
  const ofWeights = method.tabulate === 'weights';
  const lanes = vectors * 16;
  const octets = octetsOf(k, bits);
  const [tabulated, lookedUp] = ofWeights ? [n, m] : [m, n];
  const piece = Math.min(lookedUp, LARGEST_BLOCK);
  const tiles = Math.ceil(tabulated / lanes);
  const fieldAt = aligned((8 * lanes) << bits);
  const partialAt = fieldAt + (ofWeights ? 0 : aligned(octets * 8 * lanes));
  const countsAt = partialAt + aligned(piece * lanes);
  const stripAt = countsAt + aligned(piece * lanes * 2);
  return {
    method: ofWeights ? TABLE_OF_WEIGHTS : TABLE_OF_ACTIVATIONS,
    blocks: ofWeights ? tiles * Math.ceil(m / piece) : tiles,
    octets,
    bits,
    vectors,
    piece,
    strip: 0,
    indexBytes: ofWeights ? octets * m * 16 : 0,
    fieldAt,
    partialAt,
    countsAt,
    stripAt,
    scratchBytes: stripAt + (ofWeights ? 0 : aligned(lanes * Math.ceil(piece / 16) * 32)),
  };
}

/** Where the operands and the output of a job stand. */
export interface JobPlaces {
  readonly flags: number;
  readonly activations: number;
  readonly activationStride: number;
  readonly weights: number;
  readonly weightStride: number;
  readonly index: number;
  readonly output: OutputKind;
  readonly out: number;
  readonly outStride: number;
  /** Scale or bounds. */
  readonly first: number;
  /** Shift or flips. */
  readonly second: number;
  readonly scratch: number;
}

/** Words of a job. */
export const JOB_WORDS = 27;

/** A job as the kernels read it: the words of `assembly/products-shared/job.ts`, in its order. */
export function jobWords(shape: ProductShape, plan: JobPlan, places: JobPlaces): number[] {
  return [
    plan.method,
    plan.blocks,
    places.flags,
    shape.m,
    shape.n,
    shape.k,
    places.activations,
    places.activationStride,
    places.weights,
    places.weightStride,
    plan.octets,
    plan.bits,
    plan.vectors,
    places.index,
    plan.piece,
    plan.strip,
    OUTPUTS.indexOf(places.output),
    places.out,
    places.outStride,
    places.first,
    places.second,
    places.scratch,
    plan.scratchBytes,
    plan.fieldAt,
    plan.partialAt,
    plan.countsAt,
    plan.stripAt,
  ];
}
