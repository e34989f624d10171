import { OnebitError } from '@onebit/errors';
import type { WorkerPool } from '@onebit/http-service';
import { BitImage, readNetpbm } from '@onebit/image';
import { sequence } from '@onebit/morphology';
import type { FilterInput, FilterOutput } from './filter.ts';
import type { ModelRegistry } from './models/registry.ts';

/**
 * The vector, checkable by eye: opening by 3 x 3 drops the single pixel and keeps the block, dilation
 * by a line of 3 widens the block by one pixel on either side.
 *
 *     .........        .........
 *     .###...#.        #####....
 *     .###.....   ->   #####....
 *     .###.....        #####....
 *     .........        .........
 */
const file = 'P1 9 5\n000000000\n011100010\n011100000\n011100000\n000000000\n';
const row = [0b11111000, 0];
const expected = Buffer.from([[0, 0], row, row, row, [0, 0]].flat());

const limits = { bytes: 1024, pixels: 1024, side: 1024 };
const parameters = {
  sequence: 'open:square3 + dilate:hline3',
  result: 'image',
  learned: [],
  border: 'background',
  foreground: 'auto',
  page: 0,
  embed: 'none',
} as const;

/** The vector from PBM to PNG, then the PNG unchanged to PBM: both codecs have to keep every bit. */
async function prove(pool: WorkerPool, signal: AbortSignal): Promise<void> {
  const there: FilterInput = {
    bytes: new TextEncoder().encode(file),
    parameters,
    learned: {},
    format: 'png',
    limits,
  };
  const filtered = await pool.run<FilterOutput>({ handler: 'filter', input: there }, { signal });
  const back: FilterInput = {
    bytes: new Uint8Array(filtered.file!),
    parameters: { ...parameters, sequence: 'open:square1', foreground: 'dark' },
    learned: {},
    format: 'pbm',
    limits,
  };
  const same = await pool.run<FilterOutput>({ handler: 'filter', input: back }, { signal });
  const received = Buffer.from(same.file!).subarray(-expected.length);
  if (!received.equals(expected)) {
    throw new OnebitError('self-test-failed', {
      expected: `the rows ${expected.toString('hex')}`,
      received: received.toString('hex'),
      hint: 'Rebuild the service; if it fails again, run npx onebit doctor.',
    });
  }
}

/** A model that ships has to give in a worker the bits that it gives here. */
async function proveModel(
  pool: WorkerPool,
  name: string,
  models: ModelRegistry,
  signal: AbortSignal,
): Promise<void> {
  const text = `learned:${name}`;
  const bytes = new TextEncoder().encode(file);
  const input: FilterInput = {
    bytes,
    parameters: { ...parameters, sequence: text, learned: [name], foreground: 'dark' },
    learned: models.filesOf([name]),
    format: 'pbm',
    limits,
  };
  const answer = await pool.run<FilterOutput>({ handler: 'filter', input }, { signal });
  using image = bitsOf(bytes);
  using here = sequence(text, { learned: models.learned }).apply(image);
  using there = bitsOf(new Uint8Array(answer.file!));
  if (!there.equals(here)) {
    throw new OnebitError('self-test-failed', {
      expected: `the rows ${here.toRows().join('/')} from ${text}`,
      received: there.toRows().join('/'),
      hint: 'Rebuild the service; if it fails again, run npx onebit doctor.',
    });
  }
}

function bitsOf(bytes: Uint8Array): BitImage {
  const { image } = readNetpbm(bytes);
  if (image instanceof BitImage) return image;
  throw new TypeError('A portable bitmap holds bits.');
}

/**
 * Proves that decoding, filtering and encoding give the right bits: as many tests as workers, at one
 * time, so that each worker is tried; and every model that ships, one after the other.
 *
 * @throws OnebitError `self-test-failed`
 */
export async function selfTest(
  pool: WorkerPool,
  workers: number,
  models: ModelRegistry,
  signal: AbortSignal,
): Promise<void> {
  const proveModels = async () => {
    for (const { id, client = false } of models.cards) {
      if (!client) {
        await proveModel(pool, id, models, signal);
      }
    }
  };
  await Promise.all([...Array.from({ length: workers }, () => prove(pool, signal)), proveModels()]);
}
