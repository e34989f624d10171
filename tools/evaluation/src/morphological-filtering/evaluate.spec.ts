import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BitImage } from '@onebit/image';
import { encodeBitImage } from '@onebit/image/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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

describe('a manifest with faults', () => {
  const image = BitImage.fromRows(['000', '010', '000']);
  let folder = '';
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'onebit-golden-'));
    await writeFile(
      join(folder, 'dot.png'),
      await encodeBitImage(image, 'png', { foreground: 'light' }),
    );
    await writeFile(join(folder, 'garbage.png'), 'no picture');
  });
  afterAll(() => rm(folder, { recursive: true }));

  it('fails the cases that it spoils, with the reason, and judges the others', async () => {
    const right = createHash('sha256').update(image.packedRows()).digest('hex');
    const one = { op: 'opening', border: 'outside=0', sha256_packed_rows: right };
    const manifest = {
      structuring_elements: {
        cell: { rows: ['1'], origin_row_col: [0, 0] },
        odd: { rows: ['1', '11'], origin_row_col: [0, 0] },
      },
      hit_or_miss: {},
      inputs: [
        { name: 'dot', file: 'dot.png' },
        { name: 'other', file: 'dot.png', sha256_packed_rows: 'x' },
        { name: 'missing', file: 'missing.png' },
        { name: 'garbage', file: 'garbage.png' },
      ],
      outputs: [
        { ...one, input: 'nowhere', se: 'cell' },
        ...['dot', 'other', 'missing', 'garbage'].map((input) => ({ ...one, input, se: 'cell' })),
        { ...one, input: 'dot', se: 'odd' },
        { ...one, input: 'dot', se: 'unknown' },
      ],
    };
    const path = join(folder, 'manifest.json');
    await writeFile(path, JSON.stringify(manifest));
    const seen: number[] = [];
    const result = await evaluateMorphologicalFiltering(path, {
      onProgress: ({ done }) => seen.push(done),
    });
    expect(result).toMatchObject({ cases: 7, exact: 1, unsupported: [{ se: 'unknown' }] });
    expect(result.failed.map(({ input, se, expected }) => [input, se, expected])).toEqual([
      ['nowhere', 'cell', right],
      ['dot', 'odd', right],
      ['other', 'cell', right],
      ['missing', 'cell', right],
      ['garbage', 'cell', right],
    ]);
    const reasons = result.failed.map(({ received }) => received);
    expect(reasons[0]).toMatch(/^nothing: .*expected an input named 'nowhere', received none/);
    expect(reasons[1]).toMatch(/^nothing: /);
    expect(reasons[2]).toContain('pixels with SHA-256 x');
    expect(reasons[3]).toContain('ENOENT');
    expect(seen).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });
});
