import { FloatMatrix, floatProduct } from '@onebit/bitwise-kernels';
import type { LearnedMatrix } from './learned-matrix.ts';
import type { PackedTexts } from './packed-texts.ts';
import { logistic, tanh } from './squash.ts';

/** The weights of one direction, columns in the order forget, input, output, new content. */
export interface RecurrentWeights {
  /** `[depth, 4 * units]` */
  readonly input: LearnedMatrix;
  /** `[units, 4 * units]` */
  readonly recurrent: LearnedMatrix;
  /** `[1, 4 * units]` */
  readonly shift: LearnedMatrix;
}

/** What a direction did with a batch, a row for each word. */
export interface RecurrentRun {
  /** `[rows, units]` */
  readonly states: FloatMatrix;
  /** `[rows, 4 * units]`, after their functions; gradients of the sums once asked for them. */
  readonly gates: FloatMatrix;
  readonly cells: FloatMatrix;
  /** tanh of the cells. */
  readonly contents: FloatMatrix;
}

/** The texts at a position that come from the one read before it. */
interface Step {
  readonly row: number;
  readonly count: number;
  readonly before: number;
  /** Of `count`; the others begin here. */
  readonly going: number;
}

/** The steps in the order of reading: from the first word, or backwards from the last. */
function stepsOf({ present, starts }: PackedTexts, backwards: boolean): Step[] {
  const steps = Array.from(present, (count, position) => {
    const previous = position + (backwards ? 1 : -1);
    return {
      row: starts[position]!,
      count,
      before: starts[previous] ?? 0,
      going: Math.min(count, present[previous] ?? 0),
    };
  });
  return backwards ? steps.reverse() : steps;
}

/**
 * Runs a long short-term memory (Hochreiter and Schmidhuber, 1997; with forget gates) over a batch.
 *
 * @param vectors - `[distinct words, depth]`
 */
export function runRecurrent(
  { input, recurrent, shift }: RecurrentWeights,
  batch: PackedTexts,
  vectors: FloatMatrix,
  backwards: boolean,
): RecurrentRun {
  const units = recurrent.used.rows;
  const rows = batch.words.length;
  const drive = floatProduct(vectors, input.used);
  const states = FloatMatrix.create(rows, units);
  const gates = FloatMatrix.create(rows, 4 * units);
  const cells = FloatMatrix.create(rows, units);
  const contents = FloatMatrix.create(rows, units);
  spread(drive.data, shift.used.data, batch.words, gates.data);
  for (const { row, count, before, going } of stepsOf(batch, backwards)) {
    if (going > 0) {
      floatProduct(states.rowRange(before, going), recurrent.used, {
        destination: gates.rowRange(row, going),
        accumulate: true,
      });
    }
    const [g, c, t, h] = [gates.data, cells.data, contents.data, states.data];
    for (let place = 0; place < count; place++) {
      const gate = (row + place) * 4 * units;
      const own = (row + place) * units;
      const last = place < going ? (before + place) * units : -1;
      for (let unit = 0; unit < units; unit++) {
        const at = gate + unit;
        const forget = (g[at] = logistic(g[at]!));
        const take = (g[at + units] = logistic(g[at + units]!));
        const show = (g[at + 2 * units] = logistic(g[at + 2 * units]!));
        const fresh = (g[at + 3 * units] = tanh(g[at + 3 * units]!));
        const kept = last < 0 ? 0 : forget * c[last + unit]!;
        const content = tanh((c[own + unit] = kept + take * fresh));
        t[own + unit] = content;
        h[own + unit] = show * content;
      }
    }
  }
  return { states, gates, cells, contents };
}

/**
 * Adds the gradients of a direction's weights.
 *
 * @param ofStates - gradient of the states `[rows, units]`; used up
 * @param ofVectors - collects the gradient of the vectors `[distinct words, depth]`, if they learn
 */
export function recurrentGradient(
  { input, recurrent, shift }: RecurrentWeights,
  batch: PackedTexts,
  vectors: FloatMatrix,
  backwards: boolean,
  { states, gates, cells, contents }: RecurrentRun,
  ofStates: FloatMatrix,
  ofVectors?: FloatMatrix,
): void {
  const units = recurrent.used.rows;
  const rows = batch.words.length;
  const ofCells = FloatMatrix.create(rows, units);
  const previous = FloatMatrix.create(rows, units);
  for (const { row, count, before, going } of stepsOf(batch, backwards).reverse()) {
    const [g, c, t, h] = [gates.data, cells.data, contents.data, states.data];
    const [dh, dc, p] = [ofStates.data, ofCells.data, previous.data];
    for (let place = 0; place < count; place++) {
      const gate = (row + place) * 4 * units;
      const own = (row + place) * units;
      const last = place < going ? (before + place) * units : -1;
      for (let unit = 0; unit < units; unit++) {
        const at = gate + unit;
        const forget = g[at]!;
        const take = g[at + units]!;
        const show = g[at + 2 * units]!;
        const fresh = g[at + 3 * units]!;
        const content = t[own + unit]!;
        const slope = dh[own + unit]!;
        const ofCell = dc[own + unit]! + slope * show * (1 - content * content);
        if (last < 0) g[at] = 0;
        else {
          g[at] = ofCell * c[last + unit]! * forget * (1 - forget);
          dc[last + unit] = ofCell * forget;
          p[own + unit] = h[last + unit]!;
        }
        g[at + units] = ofCell * fresh * take * (1 - take);
        g[at + 2 * units] = slope * content * show * (1 - show);
        g[at + 3 * units] = ofCell * take * (1 - fresh * fresh);
      }
    }
    if (going === 0) continue;
    floatProduct(gates.rowRange(row, going), recurrent.used, {
      transposeRight: true,
      destination: ofStates.rowRange(before, going),
      accumulate: true,
    });
  }
  floatProduct(previous, gates, {
    transposeLeft: true,
    destination: recurrent.gradient,
    accumulate: true,
  });
  const ofDrive = FloatMatrix.create(batch.distinct.length, 4 * units);
  gather(gates.data, batch.words, ofDrive.data, shift.gradient.data);
  if (ofVectors) {
    floatProduct(ofDrive, input.used, {
      transposeRight: true,
      destination: ofVectors,
      accumulate: true,
    });
  }
  floatProduct(vectors, ofDrive, {
    transposeLeft: true,
    destination: input.gradient,
    accumulate: true,
  });
}

/** A row of each word's drive and the shift, for each place where the word stands. */
function spread(
  drive: Float32Array,
  shift: Float32Array,
  words: Int32Array,
  gates: Float32Array,
): void {
  const width = shift.length;
  for (let row = 0; row < words.length; row++) {
    const from = words[row]! * width;
    const to = row * width;
    for (let at = 0; at < width; at++) gates[to + at] = drive[from + at]! + shift[at]!;
  }
}

/** The sum over the places of each word, and over all. */
function gather(
  gates: Float32Array,
  words: Int32Array,
  ofDrive: Float32Array,
  ofShift: Float32Array,
): void {
  const width = ofShift.length;
  for (let row = 0; row < words.length; row++) {
    const from = row * width;
    const to = words[row]! * width;
    for (let at = 0; at < width; at++) {
      ofDrive[to + at]! += gates[from + at]!;
      ofShift[at]! += gates[from + at]!;
    }
  }
}
