/**
 * What a fresh Node process spends from nothing to the first answer about a text, as JSON: loading the
 * library, reading its model, one answer. Time of the processor, since the clock on a busy machine
 * measures the others. Run after a build:
 *
 *   node libs/emotion-classification/testing/cold-load.mjs [runs]
 */
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const LIMIT = 100;
const [runs = '15', child] = process.argv.slice(2);

const spent = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

if (child !== undefined) {
  const start = spent();
  const { EmotionClassifier } = await import('../dist/index.js');
  const imported = spent();
  const classifier = await EmotionClassifier.load();
  const loaded = spent();
  await classifier.classify('thank you so much, this is great');
  console.log(JSON.stringify([imported - start, loaded - imported, spent() - loaded]));
} else {
  const script = fileURLToPath(import.meta.url);
  const samples = Array.from({ length: Number(runs) }, () =>
    JSON.parse(execFileSync(process.execPath, [script, '1', 'child'], { encoding: 'utf8' })),
  );
  const summary = (of) => {
    const sorted = samples.map(of).sort((a, b) => a - b);
    const [least, median] = [0, sorted.length >> 1].map((at) => Number(sorted[at].toFixed(1)));
    return { least, median };
  };
  const together = summary((parts) => parts.reduce((sum, part) => sum + part, 0));
  const report = {
    node: process.version,
    runs: Number(runs),
    unit: 'ms',
    limit: LIMIT,
    library: summary(([library]) => library),
    model: summary(([, model]) => model),
    answer: summary(([, , answer]) => answer),
    together,
  };
  console.log(JSON.stringify(report, undefined, 2));
}
