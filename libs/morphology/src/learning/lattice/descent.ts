import type { Slices } from '../../sequence/slices.ts';
import type { SeededRandom } from '../seeded-random.ts';
import type { PairBatch, StepKind } from './batch.ts';
import { ChainState } from './chain.ts';
import { type Move, movesOf } from './moves.ts';
import type { WindowSet } from './window.ts';

/** A form of chain to search in: its steps, and which of their elements belong together. */
export interface ChainForm {
  readonly name: string;
  readonly kinds: readonly StepKind[];
  /** Groups of steps that start from one element and are also moved together. */
  readonly tied: readonly (readonly number[])[];
}

/** The best chain that a descent found. */
export interface Descended {
  readonly form: ChainForm;
  readonly sets: readonly WindowSet[];
  /** Pixels that differ. */
  readonly errors: number;
}

/** Shares of set cells that descents start from, in turn. */
const densities = [0.3, 0.15, 0.5, 0.08, 0.75, 1];

/** One chain form under search; {@link attempt} starts afresh and keeps the best of all attempts. */
export class Descent implements Disposable {
  readonly form: ChainForm;
  best: Descended | undefined;
  attempts = 0;
  readonly #batch: PairBatch;
  readonly #moves: Move[];
  readonly #random: SeededRandom;
  #state: ChainState | undefined;

  constructor(batch: PairBatch, form: ChainForm, random: SeededRandom) {
    this.form = form;
    this.#batch = batch;
    this.#random = random;
    this.#moves = movesOf(form.kinds.length, batch.side, form.tied);
  }

  /** The least errors so far. */
  get errors(): number {
    return this.best?.errors ?? Infinity;
  }

  /** Descends from given elements until no move helps; yields between moves. */
  *attemptFrom(sets: readonly WindowSet[]): Slices<void> {
    const state = (this.#state ??= new ChainState(this.#batch, this.form.kinds, sets));
    state.restart(sets);
    yield* this.#descend(state);
    this.#keepBest(state);
  }

  /** Descends from one more random start. */
  *attempt(): Slices<void> {
    const density = densities[Math.floor(this.attempts / 2) % densities.length]!;
    const shared = this.attempts % 2 === 0;
    this.attempts += 1;
    yield* this.attemptFrom(this.#start(density, shared));
  }

  /** Errors of given elements, which become the best where they err less. */
  consider(sets: readonly WindowSet[]): number {
    const state = (this.#state ??= new ChainState(this.#batch, this.form.kinds, sets));
    state.restart(sets);
    this.#keepBest(state);
    return state.errors;
  }

  #keepBest({ sets, errors }: ChainState): void {
    // An element without cells has no text: a descent that ends in one has found nothing.
    if (errors >= this.errors || sets.some((set) => !set.includes(1))) return;
    this.best = { form: this.form, sets, errors };
  }

  *#descend(state: ChainState): Slices<void> {
    // A full round without a better chain is a minimum of every move.
    let idle = 0;
    this.#random.shuffle(this.#moves);
    while (idle < this.#moves.length && state.errors > 0) {
      for (const move of this.#moves) {
        const sets = move(state.sets);
        if (sets !== undefined && state.improve(sets)) idle = 0;
        else idle += 1;
        if (idle >= this.#moves.length || state.errors === 0) break;
        yield;
      }
    }
  }

  #start(density: number, shared: boolean): WindowSet[] {
    const cells = this.#batch.side ** 2;
    const draw = (): WindowSet =>
      Uint8Array.from({ length: cells }, () => (this.#random.next() < density ? 1 : 0));
    const one = draw();
    const sets = this.form.kinds.map(() => (shared ? one : draw()));
    if (!shared) return sets;
    // Elements of different groups start apart in longer chains.
    for (const group of this.form.tied.slice(1)) {
      const set = draw();
      for (const step of group) sets[step] = set;
    }
    return sets;
  }

  [Symbol.dispose](): void {
    this.#state?.[Symbol.dispose]();
  }
}
