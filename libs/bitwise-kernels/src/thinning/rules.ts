/*
 * When a one may be deleted, by its eight neighbours. This file imports nothing: the generator of
 * the compiled kernels (assembly/thinning/generate.mjs) reads these very rules.
 *
 * Neighbours are numbered counter-clockwise from the right: bit 0 east, 1 north-east, 2 north,
 * 3 north-west, 4 west, 5 south-west, 6 south, 7 south-east.
 */

/** The thinning methods. */
export type ThinningMethod = 'zhang-suen' | 'guo-hall' | 'leptonica-4' | 'leptonica-8';

/** Whether a one with these neighbours (8 bits) is deleted in this pass. */
export type DeletionRule = (neighbours: number) => boolean;

const [EAST, NORTH_EAST, NORTH, NORTH_WEST, WEST, SOUTH_WEST, SOUTH, SOUTH_EAST] = [
  1, 2, 4, 8, 16, 32, 64, 128,
] as const;

/** The eight neighbours as a ring of 0 and 1, from the east counter-clockwise. */
const ringOf = (neighbours: number): number[] =>
  Array.from({ length: 8 }, (_, index) => (neighbours >> index) & 1);

/**
 * T. Y. Zhang and C. Y. Suen (1984): a one with 2 to 6 neighbours that form one arc goes, in the
 * first pass at the south-east side, in the second at the north-west side.
 */
function zhangSuenProper(neighbours: number, second: boolean): boolean {
  const ring = ringOf(neighbours);
  const count = ring.reduce((sum, one) => sum + one, 0);
  const arcs = ring.filter((one, index) => one === 0 && ring[(index + 1) % 8] === 1).length;
  const misses = (...all: number[]): boolean => all.some((one) => (neighbours & one) === 0);
  const side = second
    ? misses(NORTH, EAST, WEST) && misses(NORTH, SOUTH, WEST)
    : misses(NORTH, EAST, SOUTH) && misses(EAST, SOUTH, WEST);
  return count >= 2 && count <= 6 && arcs === 1 && side;
}

/**
 * Where scikit-image's `skeletonize` (2-D, 0.19) departs from Zhang and Suen: neighbours, and in
 * which passes it deletes. It takes the inner pixel off the corners of staircases, and spares some
 * pixels at the ends and corners of lines in one pass or both.
 */
const scikitImageDepartures = new Map<number, readonly number[]>([
  // Corners of staircases, alone or with further neighbours.
  [NORTH | EAST, [0, 1]],
  [EAST | SOUTH, [0, 1]],
  [SOUTH | WEST, [0, 1]],
  [WEST | NORTH, [0, 1]],
  [NORTH | EAST | NORTH_WEST, [0]],
  [NORTH | EAST | SOUTH_EAST, [1]],
  [EAST | SOUTH | SOUTH_WEST, [1]],
  [EAST | SOUTH | SOUTH_WEST | NORTH_EAST, [1]],
  [SOUTH | WEST | NORTH_WEST, [0]],
  [SOUTH | WEST | SOUTH_EAST, [1]],
  [WEST | NORTH | NORTH_EAST, [0]],
  [WEST | NORTH | SOUTH_WEST, [0]],
  [WEST | NORTH | NORTH_EAST | SOUTH_WEST, [0]],
  // Ends and corners spared in one pass or both.
  [NORTH_WEST | NORTH, [0]],
  [NORTH | NORTH_EAST, [0]],
  [NORTH_EAST | EAST, [0]],
  [NORTH | NORTH_EAST | EAST, [0]],
  [WEST | NORTH_WEST | NORTH, [0]],
  [EAST | SOUTH_EAST, [1]],
  [SOUTH | SOUTH_WEST, [1]],
  [SOUTH_WEST | WEST, [1]],
  [EAST | SOUTH_EAST | SOUTH, [1]],
  [SOUTH | SOUTH_WEST | WEST, [1]],
  [SOUTH_EAST | SOUTH, []],
  [WEST | NORTH_WEST, []],
]);

const zhangSuen = (pass: number): DeletionRule => {
  return (neighbours) =>
    scikitImageDepartures.get(neighbours)?.includes(pass) ??
    zhangSuenProper(neighbours, pass === 1);
};

/**
 * Z. Guo and R. W. Hall (1989), as in the survey of L. Lam, S.-W. Lee and C. Y. Suen (1992) and in
 * scikit-image's `thin`: x1 is the east neighbour, counter-clockwise to x8.
 */
const guoHall = (pass: number): DeletionRule => {
  return (neighbours) => {
    const x = ringOf(neighbours);
    const at = (index: number): number => x[(index - 1) % 8]!;
    const pairs = [1, 3, 5, 7];
    const total = (rule: (first: number) => boolean): number => pairs.filter(rule).length;
    const crossings = total((k) => at(k) === 0 && (at(k + 1) === 1 || at(k + 2) === 1));
    const first = total((k) => at(k) === 1 || at(k + 1) === 1);
    const second = total((k) => at(k + 1) === 1 || at(k + 2) === 1);
    const least = Math.min(first, second);
    const turn = pass * 4;
    const side = at(2 + turn) === 1 || at(3 + turn) === 1 || at(8 + turn) === 0;
    return crossings === 1 && least >= 2 && least <= 3 && !(side && at(1 + turn) === 1);
  };
};

/** A pattern around a one: neighbours that must be 1 and neighbours that must be 0. */
interface Pattern {
  readonly ones: number;
  readonly zeros: number;
}

/**
 * The patterns of Leptonica's default thinning sets (`pixThinConnected`), which delete at the west;
 * the three other passes turn them clockwise by a quarter each. After D. Bloomberg, Connectivity-
 * preserving morphological image transformations (1991).
 */
const keepsFour: readonly Pattern[] = [
  { ones: NORTH_EAST | EAST | SOUTH_EAST, zeros: WEST },
  { ones: NORTH_EAST | EAST, zeros: WEST | SOUTH },
  { ones: EAST | SOUTH_EAST, zeros: WEST | NORTH },
];
const keepsEight: readonly Pattern[] = [
  { ones: NORTH | EAST, zeros: WEST | SOUTH_WEST },
  { ones: SOUTH | EAST, zeros: WEST | NORTH_WEST },
  { ones: NORTH_EAST | EAST, zeros: NORTH_WEST | WEST | SOUTH_WEST },
  { ones: EAST | SOUTH_EAST, zeros: NORTH_WEST | WEST | SOUTH_WEST },
];

/** Deletes what any pattern matches, turned clockwise by `pass` quarters. */
const matching = (patterns: readonly Pattern[], pass: number): DeletionRule => {
  const clockwise = (ring: number): number =>
    ((ring >> (2 * pass)) | (ring << (8 - 2 * pass))) & 255;
  const turned = patterns.map(({ ones, zeros }) => ({
    ones: clockwise(ones),
    zeros: clockwise(zeros),
  }));
  return (neighbours) =>
    turned.some(({ ones, zeros }) => (neighbours & ones) === ones && (neighbours & zeros) === 0);
};

/** The passes of each method, in order; they repeat until one round of them deletes nothing. */
export const thinningPasses: Readonly<Record<ThinningMethod, readonly DeletionRule[]>> = {
  'zhang-suen': [0, 1].map(zhangSuen),
  'guo-hall': [0, 1].map(guoHall),
  'leptonica-4': [0, 1, 2, 3].map((pass) => matching(keepsFour, pass)),
  'leptonica-8': [0, 1, 2, 3].map((pass) => matching(keepsEight, pass)),
};
