import type { BitString } from '@onebit/bitwise-kernels';
import type { PairBatch, StepKind } from './batch.ts';
import type { WindowSet } from './window.ts';

/**
 * A chain of dilations and erosions over a batch, and the pixels in which it is wrong. A changed
 * chain is tried from its first changed step on: what came before is kept.
 */
export class ChainState implements Disposable {
  readonly kinds: readonly StepKind[];
  sets: WindowSet[];
  errors: number;
  readonly #batch: PairBatch;
  #kept: BitString[];
  #tried: BitString[];

  constructor(batch: PairBatch, kinds: readonly StepKind[], sets: readonly WindowSet[]) {
    this.kinds = kinds;
    this.#batch = batch;
    this.#kept = kinds.map(() => batch.string());
    this.#tried = kinds.map(() => batch.string());
    this.sets = [...sets];
    this.errors = this.#run(sets, 0);
    [this.#kept, this.#tried] = [this.#tried, this.#kept];
  }

  /** Starts over with other elements. */
  restart(sets: readonly WindowSet[]): void {
    this.sets = [...sets];
    this.errors = this.#run(sets, 0);
    [this.#kept, this.#tried] = [this.#tried, this.#kept];
  }

  /** The errors of other elements; steps before the first changed one are not run again. */
  errorsOf(sets: readonly WindowSet[]): number {
    return this.#run(sets, this.#firstChanged(sets));
  }

  /** Takes other elements where they err less; tells whether it did. */
  improve(sets: readonly WindowSet[]): boolean {
    const first = this.#firstChanged(sets);
    if (first === sets.length) return false;
    const errors = this.#run(sets, first);
    if (errors >= this.errors) return false;
    this.errors = errors;
    this.sets = [...sets];
    for (let step = first; step < sets.length; step++) {
      const kept = this.#kept[step]!;
      this.#kept[step] = this.#tried[step]!;
      this.#tried[step] = kept;
    }
    return true;
  }

  #firstChanged(sets: readonly WindowSet[]): number {
    const first = sets.findIndex((set, step) => set !== this.sets[step]);
    return first < 0 ? sets.length : first;
  }

  #run(sets: readonly WindowSet[], first: number): number {
    let from = first === 0 ? this.#batch.before : this.#kept[first - 1]!;
    for (let step = first; step < sets.length; step++) {
      const to = this.#tried[step]!;
      this.#batch.step(this.kinds[step]!, sets[step]!, from, to);
      from = to;
    }
    return this.#batch.errors(from);
  }

  [Symbol.dispose](): void {
    for (const string of [...this.#kept, ...this.#tried]) string[Symbol.dispose]();
  }
}
