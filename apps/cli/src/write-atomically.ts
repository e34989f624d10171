import { randomUUID } from 'node:crypto';
import { open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

/**
 * Writes a file so that at every moment either the old content or the whole new content stands
 * under its name: into a neighbour, to the disk, then renamed.
 */
export async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  const part = join(dirname(path), `.${basename(path)}.${randomUUID()}.part`);
  try {
    const file = await open(part, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(part, path);
  } catch (error) {
    await rm(part, { force: true });
    // The user asked for `path`; the neighbour's name would only puzzle.
    if (error instanceof Error && 'path' in error) error.path = path;
    throw error;
  }
}
