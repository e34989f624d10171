import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { modelsFolder } from '@onebit/bnn/node';
import { OnebitError } from '@onebit/errors';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EmotionClassifier } from './emotion-classifier.ts';
import type { EmotionResult } from './result.ts';
import { tinyModel } from './tiny-model.fixture.ts';

/** The classifier as a caller sees it who has no types. */
type Untyped = Record<'classify' | 'classifyLines', (...given: unknown[]) => unknown>;

let classifier: EmotionClassifier;
let untyped: Untyped;
beforeAll(async () => {
  classifier = await EmotionClassifier.load(tinyModel());
  untyped = classifier as unknown as Untyped;
});
afterAll(() => classifier.dispose());

/** The error by which a call ends. */
async function refusal(call: () => unknown): Promise<OnebitError> {
  try {
    await call();
  } catch (error) {
    if (error instanceof OnebitError) return error;
    throw error;
  }
  throw new Error('was not refused');
}

async function collect(lines: unknown, options?: unknown): Promise<EmotionResult[]> {
  const results: EmotionResult[] = [];
  await collectInto(results, lines, options);
  return results;
}

async function collectInto(
  results: EmotionResult[],
  lines: unknown,
  options?: unknown,
): Promise<void> {
  const answers = untyped.classifyLines(lines, options) as AsyncIterable<EmotionResult>;
  for await (const result of answers) results.push(result);
}

describe('texts that are none', () => {
  it.each([
    [new Array(2), 'undefined as texts[0]'],
    [['a', undefined], 'undefined as texts[1]'],
    [['a', 5], '5 as texts[1]'],
    [{ length: 1 }, 'an object'],
    [null, 'null'],
  ])('%j', async (texts, received) => {
    const error = await refusal(() => untyped.classify(texts));
    expect(error).toMatchObject({ code: 'value-invalid', received });
  });

  it('holes before and after texts', async () => {
    const sparse = ['so good'];
    sparse[2] = 'so bad';
    expect((await refusal(() => classifier.classify(sparse))).received).toBe(
      'undefined as texts[1]',
    );
  });
});

describe('options that are none', () => {
  it.each([
    [null, 'null', /options/],
    [[], 'an array', /options/],
    ['explain', 'the string "explain"', /options/],
    [{ explian: true }, 'the string "explian"', /explain, threshold, language, signal, onProgress/],
    [{ onProgress: 5 }, '5', /"onProgress"/],
    [{ signal: 5 }, '5', /"signal"/],
    [{ signal: {} }, 'an object', /"signal"/],
    [{ explain: 'joy' }, 'the string "joy"', /"explain"/],
    [{ explain: [Symbol('joy')] }, 'Symbol(joy)', /joy, fear/],
    [{ language: 5n }, '5', /reads one only/],
    [{ threshold: '0.5' }, 'the string "0.5"', /^a threshold from 0 to 1/],
    [{ threshold: { joy: '0.5' } }, 'the string "0.5"', /for "joy"$/],
    [{ threshold: [0.5] }, 'an array', /by label/],
    [{ threshold: new Map([['joy', 0.5]]) }, 'an object of the kind Map', /by label/],
  ])('%o', async (options, received, expected) => {
    const error = await refusal(() => untyped.classify('a', options));
    expect(error.received).toBe(received);
    expect(error.expected).toMatch(expected);
    if ('onProgress' in Object(options)) return;
    expect((await refusal(() => collect(['a'], options))).received).toBe(received);
  });

  it('onProgress where nobody knows how many lines there are', async () => {
    const error = await refusal(() => collect(['a'], { onProgress: () => undefined }));
    expect(error).toMatchObject({ code: 'value-invalid', received: 'the string "onProgress"' });
  });

  it('speaks of log-odds only where a number is no probability', async () => {
    const hint = async (threshold: unknown): Promise<string> =>
      (await refusal(() => untyped.classify('a', { threshold }))).hint;
    for (const threshold of [1.5, -2, Infinity]) expect(await hint(threshold)).toMatch(/log-odds/);
    for (const threshold of ['0.5', NaN, null]) expect(await hint(threshold)).not.toMatch(/log-od/);
  });

  it('takes options whose value is undefined as absent', async () => {
    const absent = { explain: undefined, threshold: undefined, signal: undefined };
    expect(await untyped.classify('a', absent)).not.toHaveProperty('explanation');
  });

  it('offers no detection where the model reads one language', async () => {
    const { hint } = await refusal(() => classifier.classify('a', { language: 'deu' }));
    expect(hint).toMatch(/model of several/);
    expect(hint).not.toMatch(/detected/);
  });
});

describe('lines that are none', () => {
  it.each([
    ['a string', 'the string "a string"'],
    [null, 'null'],
    [5, '5'],
    [{}, 'an object'],
  ])('%j', async (lines, received) => {
    const error = await refusal(() => collect(lines));
    expect(error).toMatchObject({ code: 'value-invalid', received });
  });

  it('come after the answers to those before them', async () => {
    async function* later() {
      yield* ['so good', 5];
    }
    function* failing() {
      yield 'so good';
      throw new RangeError('the source failed');
    }
    const good = await classifier.classify('so good');
    for (const lines of [['so good', 5], later(), failing()]) {
      const results: EmotionResult[] = [];
      await expect(collectInto(results, lines)).rejects.toThrow();
      expect(results).toEqual([good]);
    }
  });
});

describe('an abort', () => {
  it('ends the wait for a line that never comes', async () => {
    const controller = new AbortController();
    let waits = (): void => undefined;
    const waiting = new Promise<void>((resolve) => (waits = resolve));
    async function* stuck() {
      yield 'so good';
      waits();
      await new Promise(() => undefined);
    }
    const results: EmotionResult[] = [];
    const refused = refusal(() => collectInto(results, stuck(), { signal: controller.signal }));
    await waiting;
    controller.abort();
    expect((await refused).code).toBe('aborted');
    expect(results).toHaveLength(1);
  });

  it('ends the source, as does a caller who has enough', async () => {
    for (const aborts of [true, false]) {
      const controller = new AbortController();
      let ended = false;
      const lines = (async function* () {
        try {
          for (;;) yield 'so good';
        } finally {
          ended = true;
        }
      })();
      const answers = classifier.classifyLines(lines, { signal: controller.signal });
      expect((await answers.next()).done).toBe(false);
      if (aborts) controller.abort();
      const end = aborts ? refusal(() => answers.next()) : answers.return();
      await end;
      expect(ended).toBe(true);
    }
  });
});

describe('sources of a model', () => {
  const load = (source: unknown): Promise<EmotionClassifier> =>
    EmotionClassifier.load(source as Uint8Array);

  it.each([
    ['emotion-xed', 'the string "emotion-xed"'],
    ['/path/model.safetensors', 'the string "/path/model.safetensors"'],
    [null, 'null'],
    [5, '5'],
    [{}, 'an object'],
    [{ network: {} }, 'an object'],
    [Promise.resolve(), 'an object of the kind Promise'],
  ])('refuses %o', async (source, received) => {
    const error = await refusal(() => load(source));
    expect(error).toMatchObject({ code: 'value-invalid', received });
    expect(error.hint).toMatch(/loadModel.*@onebit\/bnn\/node.*arrayBuffer/);
  });

  it('takes bytes in any wrapping', async () => {
    const file = await readFile(join(modelsFolder(), 'emotion-goemotions-small/model.safetensors'));
    const { buffer } = Uint8Array.from(file);
    for (const source of [file, buffer, new DataView(buffer)]) {
      using own = await load(source);
      expect(own.model.network.id).toBe('emotion-goemotions-small');
    }
    const short = await refusal(() => load(new ArrayBuffer(3)));
    expect(short.code).toBe('model-truncated');
  });
});
