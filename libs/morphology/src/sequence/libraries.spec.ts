import { BitImage } from '@onebit/image';
import { describe, expect, it } from 'vitest';
import libraries from '../../fixtures/libraries.json' with { type: 'json' };
import type { Border } from '../borders/border.ts';
import { sequence } from './sequence.ts';
import type { SequenceResult } from './result.ts';

interface Entry {
  readonly border: string;
  readonly sequence: string;
  readonly library: string;
  readonly sha256: string;
  readonly except?: string;
}

const images = libraries.pictures.map(({ width, height, packed }) => {
  const bytes = Uint8Array.from(packed.match(/../g)!, (pair) => Number.parseInt(pair, 16));
  return BitImage.fromPackedRows(width, height, bytes);
});

/** What the fixtures' hashes were taken of. */
function bytesOf(result: SequenceResult): Uint8Array<ArrayBuffer> {
  if (result.kind === 'image') return result.image.packedRows();
  const { values } = result.kind === 'label' ? result.labels : result.distances;
  return new Uint8Array(values.slice().buffer);
}

async function hashOf(entry: Entry): Promise<string> {
  const parts: Uint8Array[] = [];
  for (const image of images) {
    if (entry.except !== undefined && image.count() === image.width * image.height) continue;
    const border = entry.border as Border;
    parts.push(bytesOf(await sequence(entry.sequence).evaluate(image, { border })));
  }
  const all = new Uint8Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', all));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

describe('equal to other libraries, bit for bit', () => {
  it.each(libraries.results as Entry[])('$library: $sequence', async (entry) => {
    expect(await hashOf(entry)).toBe(entry.sha256);
  });
});
