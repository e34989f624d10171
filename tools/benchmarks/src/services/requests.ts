import { BitImage } from '@onebit/image';
import { sequence } from '@onebit/morphology';
import { mulberry32 } from '../random.ts';

/** One kind of request, and what tells that its answer is right. */
export interface ServiceRequest {
  readonly name: string;
  /** Path and query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array<ArrayBuffer> | string;
  /** Why the bytes of an answer are not right; undefined where they are. */
  wrong(answer: Uint8Array): string | undefined;
}

const SIDE = 512;
const FILTER = 'open:disk3 + fill-holes';
const RATE = 8000;

/** The same requests for every seed: a picture to filter, texts to read, talkers to part. */
export function serviceRequests(seed: number): ServiceRequest[] {
  const next = mulberry32(seed);
  return [
    filterRequest(next),
    emotionRequest(1, next),
    emotionRequest(64, next),
    speechRequest(next),
  ];
}

/** A picture of 512 x 512 bits in blobs: the answer is that of the library, bit by bit. */
function filterRequest(next: () => number): ServiceRequest {
  const bits = new Uint8Array(SIDE * SIDE);
  for (let blob = 0; blob < 400; blob++) {
    const [x, y, size] = [next() % SIDE, next() % SIDE, 2 + (next() % 16)] as const;
    for (let row = y; row < Math.min(SIDE, y + size); row++) {
      bits.fill(1, row * SIDE + x, row * SIDE + Math.min(SIDE, x + size));
    }
  }
  const picture = BitImage.fromBytes(SIDE, SIDE, bits);
  const filtered = sequence(FILTER).apply(picture);
  const expected = pbmOf(filtered.toBytes());
  return {
    name: 'POST /v1/morphological-filtering',
    path: `/v1/morphological-filtering?sequence=${encodeURIComponent(FILTER)}`,
    headers: { 'Content-Type': 'image/x-portable-bitmap', Accept: 'image/x-portable-bitmap' },
    body: pbmOf(bits),
    wrong: (answer) =>
      Buffer.compare(answer, expected) === 0 ? undefined : 'another picture than the library gives',
  };
}

/** A portable bitmap, eight pixels a byte, the first one in the highest bit. */
function pbmOf(bits: Uint8Array): Uint8Array<ArrayBuffer> {
  const head = new TextEncoder().encode(`P4\n${SIDE} ${SIDE}\n`);
  const file = new Uint8Array(head.length + bits.length / 8);
  file.set(head);
  bits.forEach((bit, at) => (file[head.length + (at >> 3)]! |= bit << (7 - (at & 7))));
  return file;
}

const sentences = [
  'Thank you so much, this made my day!',
  'I cannot believe they cancelled it again.',
  'What time does the train leave?',
  'That was the funniest thing I have seen all week.',
  'I am so sorry for your loss.',
];

function emotionRequest(count: number, next: () => number): ServiceRequest {
  const texts = Array.from({ length: count }, () => sentences[next() % sentences.length]!);
  return {
    name: `POST /v1/emotion-classification, ${count} ${count === 1 ? 'text' : 'texts'}`,
    path: '/v1/emotion-classification',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ texts }),
    wrong(answer) {
      const { results } = JSON.parse(new TextDecoder().decode(answer)) as { results?: unknown[] };
      return results?.length === count ? undefined : `${results?.length} results, not ${count}`;
    },
  };
}

/** Two seconds of two voices, each a row of harmonics, as a WAV file of 16 bits. */
function speechRequest(next: () => number): ServiceRequest {
  const samples = 2 * RATE;
  const voices = [110 + (next() % 30), 205 + (next() % 40)];
  const file = new Uint8Array(44 + samples * 2);
  const view = new DataView(file.buffer);
  file.set(new TextEncoder().encode('RIFF    WAVEfmt '));
  file.set(new TextEncoder().encode('data'), 36);
  view.setUint32(4, 36 + samples * 2, true);
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  view.setUint32(40, samples * 2, true);
  for (let at = 0; at < samples; at++) {
    let sum = 0;
    for (const pitch of voices) {
      for (let harmonic = 1; harmonic <= 8; harmonic++) {
        sum += Math.sin((2 * Math.PI * pitch * harmonic * at) / RATE) / harmonic;
      }
    }
    view.setInt16(44 + at * 2, sum * 4000, true);
  }
  return {
    name: 'POST /v1/speech-separation, 2 s',
    path: '/v1/speech-separation',
    headers: { 'Content-Type': 'audio/wav', Accept: 'application/zip' },
    body: file,
    wrong: ([p, k]) => (p === 0x50 && k === 0x4b ? undefined : 'no ZIP file'),
  };
}
