import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withLock } from './lock.mjs';
import { root } from './root.mjs';
import { runQuietly } from './run.mjs';

const stamp = join(root, 'node_modules', '.onebit-built');
const made = new Set(['node_modules', 'dist', 'dist-types', 'build', 'generated', '.nx', 'peers']);

/** Every source file under a folder with its size and time: cheap, and changes when a source does. */
function* sources(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (!made.has(entry.name)) yield* sources(path);
    } else if (!entry.name.includes('.spec.')) {
      const { size, mtimeMs } = statSync(path);
      yield `${path} ${size} ${mtimeMs}`;
    }
  }
}

function fingerprint() {
  const hash = createHash('sha256');
  hash.update(readFileSync(join(root, 'package-lock.json')));
  hash.update(readFileSync(join(root, 'tsconfig.base.json')));
  for (const room of ['apps', 'libs', 'tools']) {
    for (const line of sources(join(root, room))) hash.update(line);
  }
  // Libraries and pages hold models; what a training writes beside them is nobody's source.
  for (const line of sources(join(root, 'models'))) {
    if (line.includes('.safetensors ')) hash.update(line);
  }
  return hash.digest('hex');
}

const isBuilt = () =>
  existsSync(join(root, 'apps', 'suite', 'dist', 'index.js')) &&
  existsSync(stamp) &&
  readFileSync(stamp, 'utf8') === fingerprint();

/** Builds every package when a source changed since the last build; takes milliseconds otherwise. */
export async function ensureBuilt() {
  if (isBuilt()) return;
  await withLock(join(root, '.setup.lock'), async () => {
    if (isBuilt()) return;
    const start = performance.now();
    console.error('Building (after a change only, half a minute) …');
    const nx = join(root, 'node_modules', 'nx', 'dist', 'bin', 'nx.js');
    await runQuietly(process.execPath, [nx, 'run-many', '-t', 'build', '--output-style=static'], {
      // Whoever asks, tests too: the page must not be built with React for development.
      env: { ...process.env, NODE_ENV: 'production', NX_DAEMON: 'false', NX_NO_CLOUD: 'true' },
    });
    writeFileSync(stamp, fingerprint());
    console.error(`Built in ${((performance.now() - start) / 1000).toFixed(0)} s.`);
  });
}
