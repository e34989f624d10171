import { sink } from './sink.ts';

/** One way of doing the work of a case: ours or a peer's. */
export interface Contender {
  readonly name: string;
  /** What it runs, in its own words, e.g. `cv2.dilate`. */
  readonly method: string;
  /**
   * Runs the work `repeats` times and returns the mean time of one run in milliseconds. Contenders
   * in another process time inside that process, so that no message is counted.
   */
  time(repeats: number): number | Promise<number>;
  /** Gives back what the contender holds. */
  dispose?(): void | Promise<void>;
}

/** A contender that is a synchronous function in this process. */
export function inProcess(name: string, method: string, work: () => unknown): Contender {
  return {
    name,
    method,
    time(repeats) {
      const start = performance.now();
      for (let run = 0; run < repeats; run++) sink(work());
      return (performance.now() - start) / repeats;
    },
  };
}

/** A contender that is an asynchronous function in this process. */
export function inProcessAsync(
  name: string,
  method: string,
  work: () => Promise<unknown>,
): Contender {
  return {
    name,
    method,
    async time(repeats) {
      const start = performance.now();
      for (let run = 0; run < repeats; run++) sink(await work());
      return (performance.now() - start) / repeats;
    },
  };
}
