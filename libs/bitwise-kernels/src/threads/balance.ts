/** Times of one shape on one thread that are kept. */
const KEPT = 9;
/** Which of them, from the quickest, sharing has to beat: the slow ones met something else. */
const QUARTILE = 0.25;
/** Products on one thread before the first is shared: the engine compiles hot code in two tiers. */
const WARM_UP = 3;
/** Every so many shared products one runs on one thread, so that its time stays known. */
const REFRESH = 64;
/** Share of the time spent that sharing may have lost before it pauses. */
const STAKE = 0.03;
/** Milliseconds of products after which half is forgotten: load comes and goes. */
const MEMORY = 400;

/** What is known of one shape on one thread. */
export class AloneTimes {
  readonly #times: number[] = [];
  #sharedSince = 0;

  /** Whether a product of this shape should run on one thread to know its time. */
  get wanted(): boolean {
    return this.#times.length < WARM_UP || this.#sharedSince >= REFRESH;
  }

  /** What one thread takes where little disturbs it, in ms. */
  get typical(): number {
    const sorted = [...this.#times].sort((a, b) => a - b);
    return sorted[Math.floor(sorted.length * QUARTILE)] ?? 0;
  }

  add(elapsed: number): void {
    this.#times.push(elapsed);
    if (this.#times.length > KEPT) this.#times.shift();
    this.#sharedSince = 0;
  }

  noteShared(): void {
    this.#sharedSince += 1;
  }
}

/**
 * Keeps account of what sharing gains and loses on this machine as it is now.
 *
 * On a busy machine a woken thread takes the core from the one that woke it, and the whole product
 * waits for its turn behind other programs. No static rule can know that, so it is measured on the
 * real calls: what sharing lost is held to a small part of the time that all products took, and
 * what it gained, up to as much again, may be lost later.
 */
export class Balance {
  /** Whether the account counts; if not, everything is allowed. */
  readonly measures: boolean;
  /** Milliseconds gained less those lost. */
  #gained = 0;
  #spent = 0;

  constructor(measures = true) {
    this.measures = measures;
  }

  /** Whether the next product may be shared. */
  get allows(): boolean {
    return !this.measures || this.#gained >= -STAKE * this.#spent;
  }

  /** A product that ran on one thread. */
  addAlone(elapsed: number): void {
    this.#spend(elapsed);
  }

  /**
   * A product that was shared.
   *
   * @param elapsed - what it took, in ms
   * @param alone - what it takes on one thread
   */
  addShared(elapsed: number, alone: number): void {
    this.#gained += alone - elapsed;
    this.#spend(Math.min(elapsed, alone));
    this.#gained = Math.min(this.#gained, STAKE * this.#spent);
  }

  #spend(elapsed: number): void {
    this.#spent += elapsed;
    if (this.#spent < MEMORY) return;
    this.#spent /= 2;
    // A loss is not forgotten: it is repaid by the time that one thread spends.
    if (this.#gained < 0) this.#gained = Math.min(0, this.#gained + STAKE * this.#spent);
    else this.#gained /= 2;
  }
}
