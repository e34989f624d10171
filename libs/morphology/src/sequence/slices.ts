/**
 * Work in slices: the generator yields where it may be interrupted, and returns the result. Slices
 * let an abort or another task in while a long operation runs.
 */
export type Slices<Result> = Generator<void, Result>;

/** Runs all slices now. */
export function finish<Result>(slices: Slices<Result>): Result {
  let turn = slices.next();
  while (turn.done !== true) turn = slices.next();
  return turn.value;
}
