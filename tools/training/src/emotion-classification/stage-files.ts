import { createHash } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeWhole } from '../write-whole.ts';

/**
 * Results of the stages of a long run, kept in a folder, so that a run that was interrupted goes on
 * with the first stage that is missing. A stage is found again only under the same fingerprint: data
 * and settings of the run.
 */
export class StageFiles {
  readonly #folder: string;
  readonly #fingerprint: string;
  #earlierSeconds = 0;

  /**
   * @param folder - made where it is missing
   * @param settings - everything that decides the results
   */
  constructor(folder: string, settings: unknown) {
    this.#folder = folder;
    this.#fingerprint = createHash('sha256').update(JSON.stringify(settings)).digest('hex');
  }

  /** Processor time that earlier runs spent on the stages found so far. */
  get earlierSeconds(): number {
    return this.#earlierSeconds;
  }

  /** The numbers of a stage: from its file, or computed and then written. */
  async stage(
    name: string,
    compute: () => Float32Array | Promise<Float32Array>,
  ): Promise<Float32Array> {
    const path = join(this.#folder, `${name}-${this.#fingerprint.slice(0, 16)}.timed-stage`);
    const file = await readFile(path).catch(() => undefined);
    if (file) {
      const stored = new Float32Array(Uint8Array.from(file).buffer);
      this.#earlierSeconds += stored.at(-1)!;
      return stored.subarray(0, -1);
    }
    const before = process.cpuUsage();
    const result = await compute();
    const { user, system } = process.cpuUsage(before);
    // Behind the numbers stands the time that they took.
    const stored = new Float32Array(result.length + 1);
    stored.set(result);
    stored[result.length] = (user + system) / 1e6;
    await mkdir(this.#folder, { recursive: true });
    await writeWhole(path, new Uint8Array(stored.buffer));
    return result;
  }
}
