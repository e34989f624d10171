// `npm test`: the whole gate, cheapest check first, vitest's summary last. Extra words go to vitest.
import { join } from 'node:path';
import { root } from './root.mjs';
import { run } from './run.mjs';

const bin = (name) => join(root, 'node_modules', '.bin', name);
const nx = (...targets) => [
  bin('nx'),
  ['run-many', '-t', ...targets, '--parallel=2', '--output-style=static'],
];
// Under `npm test` npm says where it lives; started by hand, the one on the path serves.
const npm = (...words) =>
  process.env.npm_execpath
    ? [process.execPath, [process.env.npm_execpath, ...words]]
    : ['npm', words];

const steps = [
  ['the lock file serves npm ci', ...npm('ci', '--dry-run', '--silent')],
  ['formatting', bin('prettier'), ['--check', '--log-level=warn', '.']],
  ['build', ...nx('build')],
  ['types of the tests', bin('tsc'), ['-p', 'tsconfig.spec.json']],
  ['lint', ...nx('lint')],
  ['dead code', bin('knip'), []],
  ['packages', process.execPath, ['tools/setup/check-packages.mjs']],
  ['kernels under other versions of Node', process.execPath, ['tools/checks/other-nodes.mjs']],
  ['tests', bin('vitest'), ['run', ...process.argv.slice(2)]],
];

const env = { ...process.env, NX_DAEMON: 'false', NX_NO_CLOUD: 'true' };
for (const [name, program, words] of steps) {
  const start = performance.now();
  console.log(`\n── ${name}`);
  try {
    await run(program, words, { env, stdout: 1 });
  } catch (error) {
    console.error(`\n✗ ${name}: ${error.message}`);
    process.exit(error.exitCode ?? 1);
  }
  if (name !== 'tests')
    console.log(`✓ ${name} (${((performance.now() - start) / 1000).toFixed(1)} s)`);
}
