import { scalarFamily, simdFamily } from './kernels.ts';
import { nameOf, octetsOf, simdMethods, type ProductMethod, type TableMethod } from './methods.ts';

/** The sizes of a product: M rows of A, N rows of B, K bits. */
export interface ProductShape {
  readonly m: number;
  readonly n: number;
  readonly k: number;
}

/** A method with what it is expected to cost and why it was taken. */
export interface ProductChoice {
  readonly method: ProductMethod;
  readonly reason: string;
}

/** Cycles of one row and octet for tables of one or two vectors: eight indices, loads and adds. */
const ROW = { 1: 8.2, 2: 13 } as const;
/** Cycles more for a row whose u8 sums are widened, each third to fifth octet. */
const FLUSH = { 1: 2.2, 2: 4.3 } as const;
/** Cycles to write one vector of a table; eight tables of 8 KiB no longer fit a first-level cache. */
const STORE = 1.05;
const STORE_BEYOND_CACHE = 1.6;
const FIRST_LEVEL_BYTES = 48 * 1024;
/** Cycles to cut one octet of a row into indices. */
const CUT = 2;
/** Columns from which rows of 32-bit results lie half a page or more apart. */
const WIDE_RESULT = 512;

/**
 * What a method costs in machine cycles, from the inner loops (see docs/products.md). Only the
 * ratios matter, and near-ties are left to the autotune.
 *
 * Tiles: a scalar popcount of 64 bits takes 1.6 to 2 cycles with its loads; small sizes leave part
 * of a tile idle.
 *
 * Tables: every octet of K first builds its tables, 2^bits entries for each group and vector; then
 * each row costs an index, a load and an add in each of the eight groups. Hence more bits pay with
 * more rows to look up; and it pays to tabulate the operand with fewer rows where the other has
 * many more, because looked-up rows are the cheap ones.
 */
export function costOf(method: ProductMethod, { m, n, k }: ProductShape): number {
  if (method.kind === 'reference') return Infinity;
  if (method.kind === 'tile') {
    const vectors = Math.ceil(k / 128);
    const inFours = m * Math.ceil(n / 4) * 4;
    if (method.tile === 'scalar1x4') return inFours * (vectors * 2.9 + 5);
    if (method.tile === 'vector1x4') return inFours * (vectors * 3.1 + 7);
    return Math.ceil(m / 2) * Math.ceil(n / 2) * 4 * (vectors * 2.6 + 6);
  }
  const { bits, vectors, tabulate } = method;
  const [tabulated, lookedUp] = tabulate === 'weights' ? [n, m] : [m, n];
  const lanes = vectors * 16;
  const octets = octetsOf(k, bits);
  const tables = 8 * vectors * 2 ** bits;
  const build = tables * (tables * 16 > FIRST_LEVEL_BYTES ? STORE_BEYOND_CACHE : STORE);
  const row = ROW[vectors] + FLUSH[vectors] / Math.floor(255 / (8 * bits));
  const cut = tabulate === 'weights' ? m * octets * CUT : m * octets * 12;
  // Tables of weights finish 32 columns at a time: in wide results each row is then another page.
  const scattered = n >= WIDE_RESULT ? 1 : 0.4;
  const finish = m * n * (tabulate === 'weights' ? scattered : 0.6);
  return Math.ceil(tabulated / lanes) * octets * (build + 60 + lookedUp * row) + cut + finish;
}

/** Cycles to gather one tap of a patch. */
const GATHER = 9;
/** Cycles to begin a line of outputs in one octet. */
const LINE = 60;

/**
 * The tables for a convolution whose patches need not be gathered: where a pixel holds whole
 * octets, it is cut into indices once, and every tap looks up the indices of its pixels where they
 * stand. Undefined where a pixel does not, or where another method beats these tables nevertheless.
 *
 * @param shape - of the product: M output pixels
 * @param taps - pixels of a patch
 * @param width - output pixels of a line
 */
export function pixelTables(
  shape: ProductShape,
  taps: number,
  width: number,
): TableMethod | undefined {
  if (!simdFamily.usable || taps === 1) return undefined;
  const channels = shape.k / taps;
  const bits = ([8, 6, 7] as const).find((size) => channels % (8 * size) === 0);
  if (bits === undefined) return undefined;
  const method: TableMethod = { kind: 'table', bits, vectors: 2, tabulate: 'weights' };
  const octets = octetsOf(shape.k, bits);
  const tiles = Math.ceil(shape.n / 32);
  const lines = (shape.m / width) * octets * tiles * LINE;
  const inPlace = costOf(method, shape) + lines - shape.m * octets * CUT;
  const gathered = costOf(candidates(shape)[0]!, shape) + shape.m * taps * GATHER;
  return inPlace < gathered ? method : undefined;
}

/** The methods this engine can run now, cheapest first. */
export function candidates(shape: ProductShape): ProductMethod[] {
  if (simdFamily.usable) {
    return [...simdMethods].sort((a, b) => costOf(a, shape) - costOf(b, shape));
  }
  if (scalarFamily.usable) {
    const tile = shape.m === 1 ? 'scalar1x4' : 'scalar2x2';
    return [{ kind: 'tile', tile }];
  }
  return [{ kind: 'reference' }];
}

/**
 * The only place where a method is chosen. Ties and near-ties are what the autotune is for.
 *
 * @param shape - the sizes of the product
 */
export function select(shape: ProductShape): ProductChoice {
  const [method] = candidates(shape);
  return { method: method!, reason: reasonFor(method!, shape) };
}

function reasonFor(method: ProductMethod, { m, n }: ProductShape): string {
  if (method.kind === 'reference') return 'No WebAssembly: the reference is all there is.';
  if (method.kind === 'tile') {
    return simdFamily.usable
      ? `${m} rows against ${n} are too few to repay tables: popcounts, ${method.tile}.`
      : 'No SIMD: popcounts of 64 bits.';
  }
  const [tabulated, lookedUp] = method.tabulate === 'weights' ? [n, m] : [m, n];
  return (
    `${nameOf(method)}: ${lookedUp} rows share each table of ${2 ** method.bits} entries, ` +
    `and ${tabulated} tabulated rows fill its ${method.vectors * 16} lanes.`
  );
}
