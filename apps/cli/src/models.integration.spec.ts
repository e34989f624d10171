import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { modelsFolder } from '@onebit/bnn/node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onebit } from './command.fixture.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onebit-models-'));
});
afterAll(() => rm(folder, { recursive: true }));

const shipped = join(modelsFolder(), 'document-cleaning', 'filter.safetensors');

/** Runs a verb with --json: how it ended, and its document. */
async function run(...words: string[]) {
  const { code, stdout } = await onebit([...words, '--json'], folder);
  return { code, document: JSON.parse(stdout.toString()) as Record<string, unknown> };
}

describe('onebit models, inspect and verify', () => {
  it('list filters beside networks, and count labels as the services do', async () => {
    const { code, document } = await run('models');
    expect(code).toBe(0);
    const models = new Map(
      (document['models'] as { id: string }[]).map((model) => [model.id, model]),
    );
    expect(models.get('document-cleaning')).toMatchObject({
      task: 'morphological-filtering',
      bytes: 4068,
      use: 'learned:document-cleaning',
      description: expect.stringMatching(/^151 tables of 4 pixels/) as string,
      provenance: { licence: 'MIT', metrics: { f: expect.closeTo(0.968, 3) as number } },
    });
    const { labels, languages } = models.get('emotion-brighter') as unknown as {
      labels: string[];
      languages: string[];
    };
    expect([labels.length, languages.length]).toEqual([6, 24]);
    expect(labels).toContain('joy');
    expect(languages).toContain('eng');
    expect(models.get('speech-separation-any')).not.toHaveProperty('labels');
    expect(models.get('mnist-conv')).toMatchObject({ labels: { length: 10 } });
    const text = (await onebit(['models'], folder)).stdout.toString();
    expect(text).toMatch(/^document-cleaning {2}morphological-filtering {2}4068 bytes/m);
    expect(text).toMatch(/^emotion-xed .* 9 labels {2}2 languages/m);
  });

  it('tell what a filter is', async () => {
    const { code, document } = await run('inspect', 'document-cleaning');
    expect(code).toBe(0);
    expect(document).toMatchObject({
      id: 'document-cleaning',
      task: 'morphological-filtering',
      stages: [
        { tables: 151, pixels: 4, votes: 2416 },
        { tables: 151, pixels: 4, votes: 2416 },
      ],
      operations: { lookups: 302, multiplications: 0 },
      tableBytes: 3700,
      proof: { kind: 'approximate' },
      provenance: { command: expect.stringMatching(/^onebit train denoising/) as string, seed: 1 },
      file: { bytes: 4068 },
    });
    const { stdout } = await onebit(['inspect', shipped], folder);
    expect(stdout.toString()).toMatch(/^Stage 1 +151 tables of 4 pixels/m);
  });

  it.for([
    ['document-cleaning', 'filter.safetensors'],
    ['mnist-dense', 'model.safetensors'],
  ] as const)('verify %s by its name and its file, and refuse it altered', async ([id, name]) => {
    const file = join(modelsFolder(), id, name);
    for (const word of [id, file, join(modelsFolder(), id)]) {
      const { code, document } = await run('verify', word);
      expect([code, document]).toMatchObject([0, { id, verified: true }]);
    }
    const models = join(folder, 'models');
    await cp(join(modelsFolder(), id), join(models, id), { recursive: true });
    await cp(join(modelsFolder(), 'manifest.json'), join(models, 'manifest.json'));
    const copies = [join(models, id, name), join(folder, `alone-${id}.safetensors`)];
    for (const copy of copies) {
      const bytes = await readFile(file);
      await writeFile(copy, bytes);
      expect((await run('verify', copy)).code).toBe(0);
      bytes[bytes.length - 9]! ^= 4;
      await writeFile(copy, bytes);
      expect(await run('verify', copy)).toMatchObject({
        code: 1,
        document: { error: { code: 'model-digest-mismatch' } },
      });
    }
  });

  it('name both kinds where a model is not known', async () => {
    const { document } = await run('inspect', 'nope');
    expect(document).toMatchObject({
      error: {
        code: 'model-unknown',
        expected: expect.stringMatching(/document-cleaning.*mnist-conv/) as string,
      },
    });
  });
});
