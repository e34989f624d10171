import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TrainedSpeechModel } from './trained-model.ts';

/** Records of short runs beside a model: `equal-steps-SEED.json`, and of the real-valued twin's. */
const RECORD = /^equal-steps-(\d+)(-twin)?\.json$/;

/**
 * What short runs from nothing, of the network and of its real-valued twin, say of the bits and of
 * chance: the part of a model card that compares them.
 *
 * @param folder - that holds their records; without any the part is empty
 */
export async function describeEqualSteps(folder: string): Promise<string> {
  const bits = new Map<number, TrainedSpeechModel>();
  const twins = new Map<number, TrainedSpeechModel>();
  for (const name of await readdir(folder)) {
    const [, seed, twin] = RECORD.exec(name) ?? [];
    if (seed === undefined) continue;
    const record = JSON.parse(await readFile(join(folder, name), 'utf8')) as TrainedSpeechModel;
    (twin ? twins : bits).set(Number(seed), record);
  }
  const seeds = [...bits.keys()].sort((a, b) => a - b);
  const [first] = bits.values();
  if (!first) return '';
  const gains = [...bits.values()].map(({ best }) => best.metric);
  const rows = seeds.map((seed) => {
    const gain = bits.get(seed)!.best.metric;
    const real = twins.get(seed)?.best.metric;
    const share = real === undefined ? '' : `${((gain / real) * 100).toFixed(0)} %`;
    return `| ${seed} | ${gain.toFixed(2)} | ${real?.toFixed(2) ?? ''} | ${share} |`;
  });
  return `## Bits against reals, and chance

Runs from nothing with equal steps, far fewer than the model above has had, of the network and of its
twin with real weights and soft signs (\`--twin\`): SI-SDR improvement on the held-back mixtures. Over
${gains.length} seeds the bits reach ${spread(gains)} dB.

\`\`\`sh
npx onebit train speech-separation --recipe ${first.id} --data DIR --out DIR --epochs ${first.history.length} --seed SEED
\`\`\`

| seed | bits, dB | reals, dB | bits keep |
| --- | --- | --- | --- |
${rows.join('\n')}

`;
}

/** Mean and, in brackets, the least and the most. */
function spread(values: readonly number[]): string {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const [least, most] = [Math.min(...values), Math.max(...values)];
  return `${mean.toFixed(2)} (${least.toFixed(2)} to ${most.toFixed(2)})`;
}
