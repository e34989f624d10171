import { scalarFamily, simdFamily } from './kernels.ts';
import { nameOf, octetsOf, simdMethods, type ProductMethod } from './methods.ts';

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

/**
 * What a method costs, in steps of about one machine cycle. The numbers are the instructions of
 * the inner loops (see docs/products.md) over the four to five that a core retires in a cycle;
 * only their ratios matter.
 *
 * Tiles: a scalar step is one popcount of 64 bits, and processors do one popcount a cycle.
 *
 * Tables: a row costs one index, then a load and an add for each vector, in each of the eight
 * groups of an octet. Every octet first builds its tables, 2^bits entries for each group and vector.
 * Hence more bits pay with more rows to look up, and it pays to tabulate the operand with fewer rows
 * where the other has many more: the looked-up rows are the ones that come cheap.
 */
export function costOf(method: ProductMethod, { m, n, k }: ProductShape): number {
  if (method.kind === 'reference') return Infinity;
  if (method.kind === 'tile') {
    const words = Math.ceil(k / 64);
    const cells = Math.ceil(m / 2) * Math.ceil(n / 2) * 4;
    if (method.tile === 'scalar2x2') return cells * (words * 1.15 + 5);
    const row = m * Math.ceil(n / 4) * 4;
    if (method.tile === 'scalar1x4') return row * (words * 1.2 + 4);
    return row * (Math.ceil(k / 128) * 3.4 + 8);
  }
  const { bits, vectors, tabulate } = method;
  const [tabulated, lookedUp] = tabulate === 'weights' ? [n, m] : [m, n];
  const lanes = vectors * 16;
  const tiles = Math.ceil(tabulated / lanes);
  const octets = octetsOf(k, bits);
  const build = 8 * vectors * 2 ** bits * 0.8;
  const lookUp = lookedUp * (4 + 6.5 * vectors);
  const prepare = tabulate === 'weights' ? m * octets * 4 : m * octets * 10;
  const finish = m * n * (tabulate === 'weights' ? 0.2 : 0.4);
  return tiles * octets * (build + lookUp) + prepare + finish;
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
