import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { causalModel } from './causal-model.fixture.ts';
import { SpeechSeparator } from './index.ts';

const file = (id: string): Uint8Array<ArrayBuffer> =>
  new Uint8Array(readFileSync(new URL(`../../../models/${id}/model.safetensors`, import.meta.url)));

const load = (source: unknown): Promise<SpeechSeparator> => SpeechSeparator.load(source as never);

const refusal = (code: string, expected: RegExp, received: RegExp): unknown =>
  expect.objectContaining({
    code,
    expected: expect.stringMatching(expected) as string,
    received: expect.stringMatching(received) as string,
    hint: expect.stringMatching(/./) as string,
  });

describe('load', () => {
  it('takes a model, its bytes, or either as an option', async () => {
    const bytes = file('speech-separation-causal');
    const model = causalModel();
    for (const source of [bytes, bytes.buffer, Buffer.from(bytes), { model: bytes }]) {
      using separator = await load(source);
      expect(separator.model.network.id).toBe('speech-separation-causal');
    }
    for (const source of [model, { model }]) {
      using separator = await load(source);
      expect(separator.model).toBe(model);
    }
    for (const source of [undefined, {}, { model: undefined }]) {
      using separator = await load(source);
      expect(separator.model.network.id).toBe('speech-separation-any');
    }
  });

  it.each([
    ['models/x', /^the bytes of a model file/, /"models\/x"/],
    [null, /^the bytes/, /^null$/],
    [7, /^the bytes/, /^7$/],
    [[], /^the bytes/, /array/],
    [{ model: 'emotion-xed' }, /^the bytes/, /"emotion-xed"/],
    [{ modle: causalModel() }, /^no other options than model/, /"modle"/],
  ])('refuses %j', async (source, expected, received) => {
    await expect(load(source)).rejects.toThrow(refusal('value-invalid', expected, received));
  });

  it('refuses a model of another task by its name, and a broken file', async () => {
    const other = file('emotion-xed');
    for (const source of [other, { model: other }]) {
      await expect(load(source)).rejects.toThrow(
        refusal('model-description-invalid', /speech-separation/, /^emotion-xed for emotion/),
      );
    }
    await expect(load(other.subarray(0, 100))).rejects.toMatchObject({
      code: expect.stringMatching(/^model-/) as string,
    });
  });
});

const separator = await SpeechSeparator.load({ model: causalModel() });
const samples = new Float32Array(100);
const sound = { sampleRate: 8000, channels: [samples] };

describe('separate', () => {
  it.each([
    [null, 'value-invalid', /^a sound/, /^null$/],
    [undefined, 'value-invalid', /^a sound/, /^undefined$/],
    [new Uint8Array(4), 'value-invalid', /^a sound/, /Uint8Array/],
    [samples, 'value-invalid', /^a sound/, /Float32Array/],
    ['a.wav', 'value-invalid', /^a sound/, /"a.wav"/],
    [{ sampleRate: 8000, channels: 1 }, 'value-invalid', /^a sound/, /object/],
    [{ sampleRate: 8000, channels: [[0, 0]] }, 'value-invalid', /Float32Array/, /array/],
    [{ sampleRate: 8000, channels: [null] }, 'value-invalid', /Float32Array/, /null/],
    [{ ...sound, sampleRate: 0 }, 'audio-format-unsupported', /4000 to 768000/, /^0 Hz$/],
    [{ ...sound, sampleRate: NaN }, 'audio-format-unsupported', /4000/, /NaN/],
    [{ ...sound, sampleRate: '8000' }, 'audio-format-unsupported', /4000/, /"8000"/],
    [{ channels: [samples] }, 'audio-format-unsupported', /4000/, /undefined/],
  ])('refuses the sound %#', async (bad, code, expected, received) => {
    await expect(separator.separate(bad as never)).rejects.toThrow(
      refusal(code, expected, received),
    );
  });

  const badOptions = [
    [null, /object of options/],
    ['soft', /object of options/],
    [{ masks: 'soft' }, /mask, confidence, talkers, readFirst, signal, onProgress/],
    [{ talkers: 3 }, /"talkers"/],
    [{ readFirst: 1 }, /"readFirst"/],
    [{ signal: {} }, /"signal"/],
    [{ onProgress: 1 }, /"onProgress"/],
    [{ mask: 'hard' }, /soft or binary/],
    [{ confidence: '0.5' }, /0 to 1/],
  ] as const;

  it.each(badOptions)('refuses the options %j', async (options, expected) => {
    const refused = refusal('value-invalid', expected, /./);
    await expect(separator.separate(sound, options as never)).rejects.toThrow(refused);
    const blocks = { sampleRate: 8000, channels: 1, blocks: () => [] };
    const parts = separator.separateStream(blocks as never, options as never);
    await expect(parts.next()).rejects.toThrow(refused);
  });

  it.each([
    [sound, /in blocks/],
    [{ sampleRate: 8000, channels: 1.5, blocks: () => [] }, /number of channels/],
    [{ sampleRate: 8000, channels: 1, blocks: () => [samples] }, /Float32Array a channel/],
    [{ sampleRate: 8000, channels: 1, blocks: () => [[[0, 0]]] }, /Float32Array a channel/],
  ])('refuses the blocks %#', async (blocks, expected) => {
    const parts = separator.separateStream(blocks as never);
    await expect(parts.next()).rejects.toThrow(refusal('value-invalid', expected, /./));
  });

  it('refuses options of a stream that are none of a mask', () => {
    expect(() => separator.stream({ talkers: 2 } as never)).toThrow(
      refusal('value-invalid', /mask, confidence/, /"talkers"/),
    );
  });
});
