import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { evaluateMorphologicalFiltering } from './evaluate.ts';

const data =
  process.env['ONEBIT_DATA'] ??
  fileURLToPath(new URL('../../../../../shared/data', import.meta.url));
const golden = join(data, 'images', 'golden', 'manifest.json');
if (!existsSync(golden)) console.warn(`No ${golden}: the golden cases are skipped.`);

describe.skipIf(!existsSync(golden))('morphological filtering', () => {
  it('is exact in every golden case', async () => {
    const seen: number[] = [];
    const result = await evaluateMorphologicalFiltering(golden, {
      onProgress: ({ done, cases }) => seen.push(done / cases),
    });
    expect(result.failed).toEqual([]);
    expect(result.unsupported).toEqual([]);
    expect(result.exact).toBe(result.cases);
    expect(result.cases).toBeGreaterThanOrEqual(730);
    expect(seen.at(-1)).toBe(1);
    expect(seen).toEqual(seen.toSorted((a, b) => a - b));
  });

  it('stops when asked to', async () => {
    await expect(
      evaluateMorphologicalFiltering(golden, { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'aborted' });
  });
});
