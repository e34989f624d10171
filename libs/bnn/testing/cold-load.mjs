/**
 * How long a fresh Node process takes from a model file on disk to its first answer, and how long the
 * modules take before that. Run after a build:
 *
 *   node libs/bnn/testing/cold-load.mjs models/fashion-mnist/model.safetensors [runs]
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [path, runs = '15', role] = process.argv.slice(2);

if (path === undefined) {
  console.error('usage: node cold-load.mjs MODEL [runs]');
  process.exitCode = 2;
} else if (role === 'child') {
  const start = performance.now();
  const { BinaryNetwork } = await import('../dist/index.js');
  const imported = performance.now();
  const network = BinaryNetwork.load(readFileSync(path));
  network.run(new Float32Array(network.inputs));
  const answered = performance.now();
  console.log(JSON.stringify([imported - start, answered - imported]));
} else {
  const script = fileURLToPath(import.meta.url);
  const samples = Array.from({ length: Number(runs) }, () =>
    JSON.parse(execFileSync(process.execPath, [script, path, '1', 'child'], { encoding: 'utf8' })),
  );
  const median = (at) => samples.map((one) => one[at]).sort((a, b) => a - b)[samples.length >> 1];
  const bytes = readFileSync(path).length;
  console.log(
    `${bytes} bytes, ${samples.length} fresh processes of Node ${process.version}, medians:`,
  );
  console.log(`  importing the library      ${median(0).toFixed(1)} ms`);
  console.log(`  file to the first answer   ${median(1).toFixed(1)} ms`);
}
