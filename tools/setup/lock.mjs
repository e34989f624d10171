import { mkdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** True while the process that wrote the lock is alive. */
function ownerLives(folder) {
  try {
    process.kill(Number(readFileSync(join(folder, 'pid'), 'utf8')), 0);
    return true;
  } catch (error) {
    if (error.code !== 'ENOENT') return error.code === 'EPERM'; // alive, but another user's
    const made = statSync(folder, { throwIfNoEntry: false })?.mtimeMs ?? 0;
    return Date.now() - made < 5000; // the owner may be between making the folder and naming itself
  }
}

/** Runs `work` while holding a lock folder, so that two commands on a fresh clone do not both install. */
export async function withLock(folder, work) {
  for (let told = false; ;) {
    try {
      mkdirSync(folder);
      writeFileSync(join(folder, 'pid'), String(process.pid));
      break;
    } catch (error) {
      if (error.code !== 'EEXIST') throw error;
      if (!ownerLives(folder)) {
        rmSync(folder, { recursive: true, force: true });
        continue;
      }
      if (!told) console.error('Another Onebit command is setting up; waiting for it.');
      told = true;
      await new Promise((resolve) => setTimeout(resolve, 250));
    }
  }
  const release = () => rmSync(folder, { recursive: true, force: true });
  process.once('exit', release);
  try {
    return await work();
  } finally {
    process.off('exit', release);
    release();
  }
}
