import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { evaluateEmotionClassification } from './evaluate.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onebit-emotions-'));
});
afterAll(() => rm(folder, { recursive: true }));

async function file(lines: readonly string[]): Promise<string> {
  const path = join(folder, 'data.tsv');
  await writeFile(path, `${lines.join('\n')}\n`);
  return path;
}

describe('emotion classification', () => {
  it('counts what the classifier tells against the labels', async () => {
    const seen: number[] = [];
    const result = await evaluateEmotionClassification(
      await file(['Thank you so much!\t15\tx', 'I love you\tlove\ty', 'qqqq\t\tz']),
      { onProgress: ({ done, total }) => seen.push(done / total) },
    );
    expect(result.rows).toBe(3);
    expect(result.perLabel['gratitude']).toMatchObject({ f1: 1, support: 1 });
    expect(result.perLabel['love']).toMatchObject({ f1: 1, support: 1 });
    expect(result.perLabel['grief']).toMatchObject({ f1: 0, support: 0 });
    expect(result.languages).toBeNull();
    expect(result.macroF1OfPresent).toBeGreaterThan(result.macroF1);
    const thresholds = Object.values(result.perLabel).map(({ threshold }) => threshold);
    expect(result.commonThreshold.threshold).toBeGreaterThan(Math.min(...thresholds));
    expect(result.commonThreshold.threshold).toBeLessThan(Math.max(...thresholds));
    expect(result.ekman!.macroF1).toBeGreaterThan(0);
    expect([result.oneError, result.coverage]).toEqual([0, 0]);
    expect(result.averagePrecision).toBe(1);
    expect(result.model.id).toBe('emotion-goemotions');
    expect(seen.at(-1)).toBe(1);
  });

  it('refuses labels that the model does not have, and stops when asked to', async () => {
    await expect(evaluateEmotionClassification(await file(['a\t28']))).rejects.toMatchObject({
      code: 'dataset-unreadable',
    });
    await expect(
      evaluateEmotionClassification(await file(['a\t1']), { signal: AbortSignal.abort() }),
    ).rejects.toMatchObject({ code: 'aborted' });
  });
});
