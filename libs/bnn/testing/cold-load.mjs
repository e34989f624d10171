/**
 * What a fresh Node process spends from nothing to the first answer of a network: loading the
 * library, then the model file, then one run. Time of the processor, since the clock on a busy machine
 * measures the others. Run after a build:
 *
 *   node libs/bnn/testing/cold-load.mjs models/fashion-mnist/model.safetensors [runs]
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const [path, runs = '15', entry] = process.argv.slice(2);
const entries = {
  '@onebit/bnn': '../dist/index.js',
  '@onebit/bnn/run': '../dist/bundle/run.js',
};

if (path === undefined) {
  console.error('usage: node cold-load.mjs MODEL [runs]');
  process.exitCode = 2;
} else if (entry !== undefined) {
  const spent = () => {
    const { user, system } = process.cpuUsage();
    return (user + system) / 1000;
  };
  const start = spent();
  const { BinaryNetwork } = await import(entries[entry]);
  const imported = spent();
  const network = BinaryNetwork.load(readFileSync(path));
  const levels = network.description.input.kind === 'levels';
  network.run(new (levels ? Uint8Array : Float32Array)(network.inputs));
  console.log(JSON.stringify([imported - start, spent() - imported]));
} else {
  const script = fileURLToPath(import.meta.url);
  const bytes = readFileSync(path).length;
  console.log(`${bytes} bytes, ${runs} fresh processes of Node ${process.version} each; medians:`);
  for (const name of Object.keys(entries)) {
    const samples = Array.from({ length: Number(runs) }, () =>
      JSON.parse(execFileSync(process.execPath, [script, path, '1', name], { encoding: 'utf8' })),
    );
    const median = (of) =>
      samples
        .map(of)
        .sort((a, b) => a - b)
        [samples.length >> 1].toFixed(1);
    console.log(
      `${name.padEnd(15)}  library ${median(([library]) => library).padStart(6)} ms` +
        `   file to first answer ${median(([, answer]) => answer).padStart(5)} ms` +
        `   together ${median(([library, answer]) => library + answer).padStart(6)} ms`,
    );
  }
}
