// Runs before `npm start` and `npm test`: a fresh clone needs no other step. Uses Node alone.
import { join } from 'node:path';
import { root } from './root.mjs';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(
    `Onebit needs Node.js 20.19 or newer, but this is ${process.versions.node}. ` +
      'Install a current release from https://nodejs.org and run the command again.',
  );
  process.exit(1);
}

const { withLock } = await import('./lock.mjs');
const { ensureInstalled, isInstalled } = await import('./ensure-installed.mjs');
try {
  if (!isInstalled()) await withLock(join(root, '.setup.lock'), ensureInstalled);
  if (!process.argv.includes('--install-only')) {
    const { ensureBuilt } = await import('./ensure-built.mjs');
    await ensureBuilt();
  }
} catch (error) {
  console.error(error.exitCode === undefined ? error : error.message);
  process.exit(error.exitCode ?? 1);
}
