import { readFileSync } from 'node:fs';
import { chunkHead, floats, tones, wav } from './wav.ts';

/** A request that has to be refused, and how. */
export interface BadRequest {
  readonly name: string;
  readonly status: number;
  readonly code: string;
  readonly expected: RegExp;
  readonly received: RegExp;
  readonly path?: string;
  readonly method?: string;
  readonly type?: string;
  readonly headers?: Record<string, string>;
  readonly body?: () => BodyInit;
}

export const route = '/v1/speech-separation';
const query = (text: string) => `${route}?${text}`;

/** Three seconds of a woman and a man at once. */
export const mixture = new Uint8Array(
  readFileSync(
    new URL(import.meta.resolve('@onebit/speech-separation/samples/woman-and-man.flac')),
  ),
);

const good = wav({ data: tones(0.5) });
const file = (bytes: Uint8Array<ArrayBuffer>) => () => bytes;

function form(parts: readonly [name: string, value: string | Uint8Array<ArrayBuffer>][]) {
  return () => {
    const data = new FormData();
    for (const [name, value] of parts) {
      data.append(
        name,
        typeof value === 'string' ? value : new Blob([value], { type: 'audio/wav' }),
      );
    }
    return data;
  };
}

const unreadable = { status: 422, code: 'audio-unreadable' } as const;
const truncated = { status: 422, code: 'audio-truncated' } as const;
const unsupported = { status: 415, code: 'audio-format-unsupported' } as const;
const parameter = { status: 422, code: 'parameter-invalid', body: file(good) } as const;
const malformed = { status: 400, code: 'body-malformed', type: '' } as const;

/** Every request that has to be refused with a problem document. */
export const badRequests: readonly BadRequest[] = [
  {
    name: 'no body',
    status: 400,
    code: 'body-missing',
    body: () => '',
    expected: /audio/,
    received: /empty/,
  },
  {
    ...unsupported,
    name: 'a text file as WAV',
    body: () => 'Dear Sir or Madam, this is no sound.',
    expected: /WAV/,
    received: /./,
  },
  {
    ...unsupported,
    name: 'a picture as WAV',
    body: file(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0, 0, 13)),
    expected: /FLAC/,
    received: /./,
  },
  {
    ...truncated,
    name: 'a WAV of 39 bytes',
    body: file(good.slice(0, 39)),
    expected: /./,
    received: /./,
  },
  {
    ...truncated,
    name: 'a WAV whose format chunk has size 0xFFFFFFF8',
    body: file(
      Uint8Array.of(...good.slice(0, 12), ...chunkHead('JUNK', 0xffff_fff8), ...new Uint8Array(40)),
    ),
    expected: /./,
    received: /./,
  },
  {
    ...unreadable,
    name: 'samples before the format',
    body: file(Uint8Array.of(...good.slice(0, 12), ...chunkHead('data', 4), 0, 0, 0, 0)),
    expected: /./,
    received: /./,
  },
  {
    ...unsupported,
    name: 'samples of 12 bits',
    body: file(wav({ depth: 12, data: new Uint8Array(24) })),
    expected: /bits/,
    received: /12/,
  },
  {
    ...unsupported,
    name: '200 channels',
    body: file(wav({ channels: 200, data: new Uint8Array(800) })),
    expected: /channels/,
    received: /200/,
  },
  {
    ...unsupported,
    name: 'no channel',
    body: file(wav({ channels: 0, data: new Uint8Array(8) })),
    expected: /channels/,
    received: /0/,
  },
  {
    ...unsupported,
    name: '1 Hz',
    body: file(wav({ rate: 1, data: new Uint8Array(40) })),
    expected: /4000/,
    received: /1 Hz/,
  },
  {
    ...unsupported,
    name: '0 Hz',
    body: file(wav({ rate: 0, data: tones(0.5) })),
    expected: /./,
    received: /0/,
  },
  {
    name: 'a WAV without a sample',
    status: 422,
    code: 'size-mismatch',
    body: file(wav({ data: new Uint8Array(0) })),
    expected: /at least one sample/,
    received: /no sample/,
  },
  {
    name: 'NaN among the samples',
    status: 422,
    code: 'value-invalid',
    body: file(wav({ code: 3, depth: 32, data: floats(0, 0.5, Number.NaN, 0) })),
    expected: /finite/,
    received: /NaN at sample 2/,
  },
  {
    name: 'infinity among the samples',
    status: 422,
    code: 'value-invalid',
    body: file(wav({ code: 3, depth: 32, data: floats(0, -Infinity) })),
    expected: /finite/,
    received: /-Infinity/,
  },
  {
    ...truncated,
    name: 'half a FLAC',
    type: 'audio/flac',
    body: file(mixture.slice(0, mixture.length / 2)),
    expected: /./,
    received: /./,
  },
  ...['vorbis', 'opus'].map((name) => {
    const whole = new Uint8Array(
      readFileSync(new URL(`../../../libs/audio/fixtures/tones-${name}.ogg`, import.meta.url)),
    );
    return {
      ...truncated,
      name: `a byte less than Ogg with ${name}`,
      type: 'audio/ogg',
      body: file(whole.slice(0, -1)),
      expected: /whole Ogg page/,
      received: /end of the file/,
    };
  }),
  {
    ...unreadable,
    name: 'a FLAC with a changed byte',
    type: 'audio/flac',
    body: () => mixture.map((byte, at) => (at === 20_000 ? byte ^ 0x10 : byte)),
    expected: /./,
    received: /./,
  },
  {
    name: '61 seconds at once',
    status: 413,
    code: 'audio-too-long',
    body: () => wav({ data: tones(61) }),
    expected: /60 s/,
    received: /more/,
  },
  {
    ...parameter,
    name: 'three talkers',
    path: query('talkers=3'),
    expected: /talkers: auto/,
    received: /3/,
  },
  {
    ...parameter,
    name: 'another mask',
    path: query('mask=hard'),
    expected: /soft.*binary/,
    received: /hard/,
  },
  {
    ...parameter,
    name: 'a confidence of 1.5',
    path: query('confidence=1.5'),
    expected: /0 to 1/,
    received: /1\.5/,
  },
  {
    ...parameter,
    name: 'a confidence of NaN',
    path: query('confidence=NaN'),
    expected: /0 to 1/,
    received: /NaN/,
  },
  {
    ...parameter,
    name: 'a model that is a path',
    path: query('model=../../package.json'),
    expected: /identifier/,
    received: /package/,
  },
  {
    name: 'a model that is not there',
    status: 404,
    code: 'model-unknown',
    path: query('model=speech-separation-choir'),
    body: file(good),
    expected: /speech-separation-any/,
    received: /choir/,
  },
  {
    name: 'a parameter that does not exist',
    status: 400,
    code: 'parameter-unknown',
    path: query('speakers=2'),
    body: file(good),
    expected: /talkers, mask/,
    received: /speakers/,
  },
  {
    name: 'a parameter twice',
    status: 400,
    code: 'parameter-repeated',
    path: query('mask=soft&mask=binary'),
    body: file(good),
    expected: /mask/,
    received: /./,
  },
  {
    name: 'a parameter in the query and the form',
    status: 400,
    code: 'parameter-repeated',
    path: query('mask=soft'),
    type: '',
    body: form([
      ['audio', good],
      ['mask', 'binary'],
    ]),
    expected: /mask/,
    received: /both/,
  },
  {
    ...malformed,
    name: 'a form with two recordings',
    body: form([
      ['audio', good],
      ['audio', good],
    ]),
    expected: /one file/,
    received: /two files/,
  },
  {
    ...malformed,
    name: 'a form whose field has another name',
    body: form([['sound', good]]),
    expected: /one file/,
    received: /sound/,
  },
  {
    ...malformed,
    name: 'a form without a file',
    body: form([['mask', 'soft']]),
    expected: /one file/,
    received: /without a file/,
  },
  {
    name: 'a video',
    status: 415,
    code: 'content-type-unsupported',
    type: 'video/mp4',
    body: file(good),
    expected: /audio\/wav/,
    received: /video/,
  },
  {
    name: 'a packed body',
    status: 415,
    code: 'content-type-unsupported',
    headers: { 'Content-Encoding': 'gzip' },
    body: file(good),
    expected: /./,
    received: /gzip/,
  },
  {
    name: 'an answer as a picture',
    status: 406,
    code: 'answer-not-acceptable',
    headers: { Accept: 'image/png' },
    body: file(good),
    expected: /application\/zip/,
    received: /image\/png/,
  },
  {
    name: 'GET',
    status: 405,
    code: 'method-not-allowed',
    method: 'GET',
    expected: /POST/,
    received: /GET/,
  },
];

/** Sends a request as it stands. */
export function send(address: string, bad: BadRequest): Promise<Response> {
  const { method = 'POST', path = route, type = 'audio/wav', headers, body } = bad;
  return fetch(`${address}${path}`, {
    method,
    headers: { ...(type !== '' && { 'Content-Type': type }), ...headers },
    ...(body && { body: body() }),
  });
}
