import { OnebitError } from '@onebit/errors';
import {
  LearnedFilter,
  type Pair,
  diceOfAll,
  diskorect,
  pairsOf,
  sequence,
} from '@onebit/morphology';

/** One target that was learned back from pairs. */
export interface LatticeRow {
  /** The operations, as `open` or `open + close`. */
  readonly operation: string;
  readonly element: string;
  /** What was learned, as a sequence. */
  readonly learned: string;
  /** Whether it is the target, word for word. */
  readonly sameText: boolean;
  /** Pixels of the pairs in which it is wrong. */
  readonly errors: number;
  /** Dice coefficient on pictures it was not learned from. */
  readonly dice: number;
  /** The Dice coefficient of doing nothing, on the same pictures. */
  readonly noOperation: number;
  /** Processor seconds of the learning, one thread. */
  readonly cpuSeconds: number;
}

/** What {@link reproduceLattice} found. */
export interface LatticeReproduction {
  readonly pairs: number;
  readonly freshPictures: number;
  readonly seed: number;
  /** The 24 targets of one operation and one element. */
  readonly rows: readonly LatticeRow[];
  /** Targets with a Dice coefficient of 1 on fresh pictures. */
  readonly exact: number;
  /** Beyond them: top-hats and opening followed by closing. */
  readonly stretch: readonly LatticeRow[];
  readonly stretchExact: number;
}

/** The elements by the names of the experiments. */
const latticeElements = {
  disk: 'disk3',
  hstick: 'hline7',
  vstick: 'vline7',
  cross: 'cross7',
  'diagonal cross': '1000001/0100010/0010100/0001000/0010100/0100010/1000001',
  square: 'square5',
} as const;

const operations = [['dilate'], ['erode'], ['open'], ['close']] as const;
const stretch = [['white-tophat'], ['black-tophat'], ['open', 'close']] as const;

const PAIRS = 40;
const FRESH = 300;
/** Pixels at each side of a fresh picture that do not count: what the widest target reaches, twice. */
const FRAME = 6;

/** Options of {@link reproduceLattice}. */
export interface ReproduceOptions {
  readonly seed: number;
  readonly signal?: AbortSignal;
  readonly onProgress?: (progress: { readonly fraction: number; readonly doing: string }) => void;
}

/**
 * Learns every operation with every element back from 40 before/after pairs, the order of its steps
 * unknown, and compares the result on 300 fresh pictures.
 *
 * @throws OnebitError `aborted`
 */
export async function reproduceLattice(options: ReproduceOptions): Promise<LatticeReproduction> {
  const { seed } = options;
  const pictures = diskorect(PAIRS, seed, { noise: 0.03 });
  const fresh = diskorect(FRESH, seed + 1, { noise: 0.03 });
  const targets = [...operations, ...stretch].flatMap((steps) =>
    Object.entries(latticeElements).map(([name, element]) => ({ steps, name, element })),
  );
  const rows: LatticeRow[] = [];
  for (const [index, { steps, name, element }] of targets.entries()) {
    options.onProgress?.({
      fraction: index / targets.length,
      doing: `${steps.join(' + ')} ${name}`,
    });
    const text = steps.map((step) => `${step}:${element}`).join(' + ');
    const target = sequence(text);
    const pairs = pairsOf(target, pictures);
    const { filter, cpuSeconds } = await learned(pairs, options);
    const compared: Pair[] = fresh.map((before) => ({
      before: filter.apply(before),
      after: target.apply(before),
    }));
    rows.push({
      operation: steps.join(' + '),
      element: name,
      learned: filter.toString(),
      sameText: filter.toString() === text,
      errors: filter.proof.kind === 'zero-error' ? 0 : filter.proof.errors,
      dice: diceOfAll(compared, FRAME),
      noOperation: diceOfAll(
        compared.map(({ after }, at) => ({ before: fresh[at]!, after })),
        FRAME,
      ),
      cpuSeconds,
    });
    for (const { before, after } of compared) [before, after].forEach((image) => image.dispose());
    for (const { after } of pairs) after.dispose();
  }
  options.onProgress?.({ fraction: 1, doing: 'done' });
  const first = operations.length * Object.keys(latticeElements).length;
  const exact = (some: readonly LatticeRow[]): number =>
    some.filter(({ dice }) => dice === 1).length;
  return {
    pairs: PAIRS,
    freshPictures: FRESH,
    seed,
    rows: rows.slice(0, first),
    exact: exact(rows.slice(0, first)),
    stretch: rows.slice(first),
    stretchExact: exact(rows.slice(first)),
  };
}

async function learned(
  pairs: readonly Pair[],
  { seed, signal }: ReproduceOptions,
): Promise<{ filter: LearnedFilter; cpuSeconds: number }> {
  if (signal?.aborted === true) {
    throw new OnebitError('aborted', {
      expected: 'the experiment to go on',
      received: 'an abort signal',
      hint: 'Start it again for its tables.',
      cause: signal.reason,
    });
  }
  const started = process.cpuUsage().user;
  const filter = await LearnedFilter.fit(pairs, { maxBytes: 0, seed, ...(signal && { signal }) });
  return { filter, cpuSeconds: (process.cpuUsage().user - started) / 1e6 };
}
