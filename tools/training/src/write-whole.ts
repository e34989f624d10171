import { rename, writeFile } from 'node:fs/promises';

/** Writes a file that is there as a whole or not at all. */
export async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  await writeFile(`${path}.part`, content);
  await rename(`${path}.part`, path);
}
