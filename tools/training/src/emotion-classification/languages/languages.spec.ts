import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { EmotionClassifier } from '@onebit/emotion-classification';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { languageRecipes } from './language-recipes.ts';
import { readLanguageSets } from './language-sets.ts';
import { labelsAsked, macroF1ByLanguage, moveThresholds } from './language-thresholds.ts';
import { trainLanguages } from './train-languages.ts';

const labels = ['joy', 'fear'];
const words = {
  en: { joy: 'happy', fear: 'afraid', none: ['the', 'house', 'stands', 'here', 'today'] },
  fi: { joy: 'iloinen', fear: 'pelko', none: ['talo', 'seisoo', 'täällä', 'nyt', 'kai'] },
};
let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'onebit-languages-'));
  for (const [name, { joy, fear, none }] of Object.entries(words)) {
    for (const [part, count] of [
      ['train', 240],
      ['dev', 60],
    ] as const) {
      const lines = Array.from({ length: count }, (_, at) => {
        const own = [at % 2 === 0 && 'joy', name === 'en' && at % 3 === 0 && 'fear'].filter(
          Boolean,
        );
        const text = [
          none[at % 5],
          own.includes('joy') && joy,
          none[(at * 7) % 5],
          own.includes('fear') && fear,
        ];
        return `${text.filter(Boolean).join(' ')}\t${own.join(',')}`;
      });
      await mkdir(join(folder, part), { recursive: true });
      await writeFile(join(folder, part, `${name}.tsv.gz`), gzipSync(lines.join('\n')));
    }
  }
});
afterAll(() => rm(folder, { recursive: true }));

describe('a data set of several languages', () => {
  it('is read language by language, with the labels that each was asked about', async () => {
    const { names, train, dev, digests } = await readLanguageSets(folder, labels);
    expect(names).toEqual(['en', 'fi']);
    expect([train.texts.length, dev.texts.length]).toEqual([480, 120]);
    expect([train.languages[239], train.languages[240]]).toEqual([0, 1]);
    expect(labelsAsked(train, 2)).toEqual([[0, 1], [0]]);
    expect(Object.keys(digests)).toHaveLength(4);
  });

  it('is refused where there is none', async () => {
    await expect(readLanguageSets(join(folder, 'train'), labels)).rejects.toMatchObject({
      code: 'dataset-unreadable',
    });
  });
});

describe('thresholds by language', () => {
  const data = {
    texts: ['a', 'b', 'c', 'd'],
    languages: Int32Array.of(0, 0, 1, 1),
    truth: Uint8Array.of(1, 0, 1, 0),
  };
  const asked = [[0], [0]];

  it('judge each language by its own', () => {
    const logits = Float32Array.of(2, 1, -1, -2);
    const thresholds = [[0.8], [0.2]];
    expect(macroF1ByLanguage(logits, data, asked, thresholds)).toEqual([1, 1]);
    const swapped = macroF1ByLanguage(logits, data, asked, thresholds, Int32Array.of(1, 1, 0, 0));
    expect(swapped).toEqual([2 / 3, 0]);
  });

  it('move together to where another model has its log-odds', () => {
    const logits = Float32Array.of(0.9, 0.3, -0.9, -1.5);
    const { shift, thresholds } = moveThresholds([[0.5], [0.2]], logits, data, [[0], [0]]);
    expect(macroF1ByLanguage(logits, data, asked, thresholds)).toEqual([1, 1]);
    expect(shift).toBeCloseTo(0.4);
  });
});

it('a model of two languages is trained, packed, read back and right', async () => {
  const recipe = {
    ...languageRecipes['emotion-brighter']!,
    id: 'emotion-two',
    labels,
    features: 120,
    width: 32,
    folds: 3,
  };
  const out = join(folder, 'out');
  const command = 'a test';
  const trained = await trainLanguages({ recipe, data: folder, out, command });
  const again = join(folder, 'again');
  await trainLanguages({ recipe, data: folder, out: again, command });
  const [file, same] = await Promise.all(
    [out, again].map((path) => readFile(join(path, 'model.safetensors'))),
  );
  expect(same!.equals(file!)).toBe(true);
  expect(await readFile(join(out, 'reliability.svg'), 'utf8')).toContain('<svg');
  expect(await readFile(join(out, 'README.md'), 'utf8')).toContain('](reliability.svg)');
  expect(trained.mean.detected).toBeGreaterThan(0.95);
  expect(trained.mean.detection).toBe(1);
  using classifier = await EmotionClassifier.load(await readFile(join(out, 'model.safetensors')));
  const [english, finnish] = await classifier.classify(['the happy house', 'talo iloinen nyt']);
  expect(english).toMatchObject({ language: 'en', labels: ['joy'] });
  expect(finnish).toMatchObject({ language: 'fi', labels: ['joy'] });
});
