import type { Packed } from '../storage/packed.ts';
import { scalarFamily, simdFamily, type ScalarKernels, type TileKernel } from './kernels.ts';
import { u16View, withBlocks } from './memory.ts';
import {
  LARGEST_BLOCK,
  octetsOf,
  type ProductMethod,
  type TableMethod,
  type TileMethod,
} from './methods.ts';
import { countReference } from './reference.ts';
import type { Weights } from './weights.ts';

/** A rectangle of finished counts: u16 at `counts`, `stride` bytes from row to row. */
export interface CountRectangle {
  readonly counts: number;
  readonly stride: number;
  readonly firstRow: number;
  readonly rows: number;
  /** A multiple of 16. */
  readonly firstColumn: number;
  readonly columns: number;
}

/** The same rectangle turned: columns x lanes u16, one lane a row, the first `rows` of them used. */
export interface TurnedCounts extends Omit<CountRectangle, 'stride'> {
  readonly lanes: number;
}

/** Takes finished counts; they are overwritten when it returns. */
export interface CountSink {
  take(rectangle: CountRectangle): void;
  /** Where absent, counts that come turned are turned back first. */
  takeTurned?(counts: TurnedCounts): void;
}

/** Bytes of counts that one call of a register tile may fill: they stay in the cache. */
const STRIP_BYTES = 1 << 17;
/** Counts are read in vectors of 16, so a row of them is padded. */
const paddedBytes = (columns: number) => Math.ceil(columns / 16) * 32;

/**
 * Counts the disagreements of all rows of `a` with all rows of the weights by one method and hands
 * them on in rectangles that cover the M x N result once.
 */
export function countDisagreements(
  method: ProductMethod,
  a: Packed,
  weights: Weights,
  sink: CountSink,
): void {
  if (method.kind === 'reference') byReference(a, weights, sink);
  else if (method.kind === 'tile') byTile(method, a, weights, sink);
  else if (method.tabulate === 'weights') byTablesOfWeights(method, a, weights, sink);
  else byTablesOfActivations(method, a, weights, sink);
}

/** Runs `body` for strips of whole rows whose counts fit the cache. */
function inStrips(
  rows: number,
  columns: number,
  body: (counts: number, stride: number, firstRow: number, count: number) => void,
): void {
  const stride = paddedBytes(columns);
  const strip = Math.min(rows, Math.max(2, Math.floor(STRIP_BYTES / stride)));
  withBlocks([strip * stride], (counts) => {
    for (let row = 0; row < rows; row += strip) {
      body(counts!, stride, row, Math.min(strip, rows - row));
    }
  });
}

function byReference(a: Packed, weights: Weights, sink: CountSink): void {
  const columns = weights.packed.rows;
  inStrips(a.rows, columns, (counts, _, firstRow, rows) => {
    countReference(a, firstRow, rows, weights.packed, u16View(counts, rows * columns));
    sink.take({ counts, stride: columns * 2, firstRow, rows, firstColumn: 0, columns });
  });
}

function byTile({ tile }: TileMethod, a: Packed, weights: Weights, sink: CountSink): void {
  const b = weights.packed;
  const aStride = a.wordsPerRow * 4;
  const bStride = b.wordsPerRow * 4;
  const vectors = a.wordsPerRow / 4;
  const tileRows = tile === 'scalar2x2' ? 2 : 1;
  inStrips(a.rows, b.rows, (counts, stride, firstRow, rows) => {
    /** Every tile of rows; a last row without a partner is its own. */
    const overRows = (kernel: TileKernel, steps: number) => {
      for (let row = 0; row < rows; row += tileRows) {
        const from = a.pointer + (firstRow + row) * aStride;
        const alone = row + 1 === rows;
        const to = counts + row * stride;
        const [second, under] = alone ? [0, 0] : [aStride, stride];
        kernel(from, second, b.pointer, bStride, b.rows, steps, to, under);
      }
    };
    /** An even number of vectors goes two at a time. */
    const scalar = (kernels: ScalarKernels) => {
      if (vectors % 2 === 0) {
        const kernel = tileRows === 2 ? kernels.scalar2x2by4 : kernels.scalar1x4by4;
        overRows(kernel, vectors / 2);
      } else {
        overRows(tileRows === 2 ? kernels.scalar2x2by2 : kernels.scalar1x4by2, vectors);
      }
    };
    if (tile === 'vector1x4') simdFamily.run((kernels) => overRows(kernels.vector1x4, vectors));
    else if (simdFamily.usable) simdFamily.run(scalar);
    else scalarFamily.run(scalar);
    sink.take({ counts, stride, firstRow, rows, firstColumn: 0, columns: b.rows });
  });
}

/** Rows of the activations look up tables of the weights: a tile holds lanes of columns. */
function byTablesOfWeights(
  method: TableMethod,
  a: Packed,
  weights: Weights,
  sink: CountSink,
): void {
  const { bits, vectors } = method;
  const n = weights.packed.rows;
  const lanes = vectors * 16;
  const octets = octetsOf(a.columns, bits);
  const stride = a.wordsPerRow * 4;
  const block = Math.min(a.rows, LARGEST_BLOCK);
  const fields = weights.fields(method);
  const sizes = [tableBytes(method), octets * block * 16, block * lanes, block * lanes * 2];
  withBlocks(sizes, (table, index, partial, counts) => {
    simdFamily.run((kernels) => {
      for (let firstRow = 0; firstRow < a.rows; firstRow += block) {
        const rows = Math.min(block, a.rows - firstRow);
        const from = a.pointer + firstRow * stride;
        kernels.indices(from, stride, rows, octets, bits, 3 + vectors, index!);
        let field = fields;
        for (let firstColumn = 0; firstColumn < n; firstColumn += lanes) {
          kernels.tableTile(bits, vectors, rows, octets, field, index!, table!, partial!, counts!);
          field += octets * 8 * lanes;
          const columns = Math.min(lanes, n - firstColumn);
          sink.take({ counts: counts!, stride: lanes * 2, firstRow, rows, firstColumn, columns });
        }
      }
    });
  });
}

/** Lines of outputs that see pixels which are cut into indices. */
export interface IndexedLines {
  /** 8 u16 a pixel and octet. */
  readonly index: number;
  /** One u32 a line: where the pixel stands that the first tap of its first output sees. */
  readonly lines: number;
  readonly lineCount: number;
  /** Outputs of a line. */
  readonly width: number;
  /** One u32 an octet of a patch: where its tap and channels stand from the first tap on. */
  readonly offsets: number;
  readonly octets: number;
  /** Row of the result that the first output is. */
  readonly firstRow: number;
}

/** Counts the disagreements of the patches of pixels, by tables of the weights. */
export function countLines(
  method: TableMethod,
  { index, lines, lineCount, width, offsets, octets, firstRow }: IndexedLines,
  weights: Weights,
  sink: CountSink,
): void {
  const { bits, vectors } = method;
  const n = weights.packed.rows;
  const lanes = vectors * 16;
  const rows = lineCount * width;
  let field = weights.fields(method);
  withBlocks([tableBytes(method), rows * lanes, rows * lanes * 2], (table, partial, counts) => {
    simdFamily.run((kernels) => {
      for (let firstColumn = 0; firstColumn < n; firstColumn += lanes) {
        kernels.tableTileLines(
          bits,
          vectors,
          lines,
          lineCount,
          width,
          offsets,
          octets,
          field,
          index,
          table!,
          partial!,
          counts!,
        );
        field += octets * 8 * lanes;
        const columns = Math.min(lanes, n - firstColumn);
        sink.take({ counts: counts!, stride: lanes * 2, firstRow, rows, firstColumn, columns });
      }
    });
  });
}

/** Rows of the weights look up tables of the activations: roles swapped, counts turned over. */
function byTablesOfActivations(
  method: TableMethod,
  a: Packed,
  weights: Weights,
  sink: CountSink,
): void {
  const { bits, vectors } = method;
  const n = weights.packed.rows;
  const lanes = vectors * 16;
  const octets = octetsOf(a.columns, bits);
  const aStride = a.wordsPerRow * 4;
  const indexed = weights.indices(method);
  const block = Math.min(n, LARGEST_BLOCK);
  const stride = paddedBytes(block);
  const sizes = [
    tableBytes(method),
    octets * 8 * lanes,
    block * lanes,
    Math.ceil(block / 32) * 32 * lanes * 2,
    lanes * stride,
  ];
  withBlocks(sizes, (table, field, partial, counts, strip) => {
    simdFamily.run((kernels) => {
      for (let firstRow = 0; firstRow < a.rows; firstRow += lanes) {
        const rows = Math.min(lanes, a.rows - firstRow);
        kernels.fields(a.pointer + firstRow * aStride, aStride, rows, octets, bits, lanes, field!);
        for (const { first, rows: columns, pointer } of indexed) {
          kernels.tableTile(
            bits,
            vectors,
            columns,
            octets,
            field!,
            pointer,
            table!,
            partial!,
            counts!,
          );
          if (sink.takeTurned) {
            sink.takeTurned({
              counts: counts!,
              lanes,
              firstRow,
              rows,
              firstColumn: first,
              columns,
            });
            continue;
          }
          kernels.transposeCounts(counts!, columns, lanes, rows, strip!, stride);
          sink.take({ counts: strip!, stride, firstRow, rows, firstColumn: first, columns });
        }
      }
    });
  });
}

const tableBytes = ({ bits, vectors }: TableMethod) => (8 * vectors * 16) << bits;
