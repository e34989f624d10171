import { existsSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

const SUFFIX = '.safetensors';

/** A folder that keeps the models of clients over restarts, one file each. */
export class ClientFolder {
  readonly #folder: string;

  /** @param folder - made where it is not there */
  constructor(folder: string) {
    this.#folder = folder;
    mkdirSync(folder, { recursive: true });
  }

  /** Every model file in it, by id. */
  read(): Map<string, Uint8Array> {
    const names = readdirSync(this.#folder).filter((name) => name.endsWith(SUFFIX));
    return new Map(
      names
        .sort()
        .map((name) => [
          name.slice(0, -SUFFIX.length),
          new Uint8Array(readFileSync(join(this.#folder, name))),
        ]),
    );
  }

  /** Writes a file whole or not at all. */
  async write(id: string, file: Uint8Array): Promise<void> {
    const path = join(this.#folder, `${id}${SUFFIX}`);
    await writeFile(`${path}.part`, file);
    await rename(`${path}.part`, path);
  }

  async remove(id: string): Promise<void> {
    const path = join(this.#folder, `${id}${SUFFIX}`);
    if (existsSync(path)) await rm(path);
  }
}
