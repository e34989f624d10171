import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './run.mjs';
import { root } from './root.mjs';

const stamp = join(root, 'node_modules', '.onebit-installed');

/** What an installation depends on: the lock file and the platform that the binaries are for. */
function wanted() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  const platform = `${process.versions.node.split('.')[0]} ${process.platform} ${process.arch}`;
  return createHash('sha256').update(lock).update(platform).digest('hex');
}

/** True when node_modules holds what the lock file says. */
export function isInstalled() {
  return existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted();
}

/** Marks the present node_modules as complete, after an installation by hand. */
export function markInstalled() {
  writeFileSync(stamp, wanted());
}

/** Installs the dependencies when the lock file changed since the last time. */
export async function ensureInstalled() {
  if (isInstalled()) return;
  const start = performance.now();
  console.error('Installing dependencies (once, about a minute) …');
  const npm = process.env.npm_execpath;
  const words = ['ci', '--no-audit', '--no-fund', '--loglevel=error'];
  if (npm) await run(process.execPath, [npm, ...words]);
  else await run(process.platform === 'win32' ? 'npm.cmd' : 'npm', words);
  markInstalled();
  console.error(
    `Dependencies are in place (${((performance.now() - start) / 1000).toFixed(0)} s).`,
  );
}
