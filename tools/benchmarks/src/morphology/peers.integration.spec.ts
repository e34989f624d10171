import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { PeerProcess } from '../peers/peer-process.ts';
import type { PeerStatus } from '../report.ts';
import { blobs } from './images.ts';
import { regionCases } from './region-cases.ts';
import { regionContenders } from './region-contenders.ts';

const image = blobs(70, 41, 0.3, 11);
const mask = ['00100', '01110', '11111', '01110', '00100'];

/** Dilation by its definition, pixels off the image reading as 0. */
function dilated(): Uint8Array {
  const { width, height, pixels } = image;
  const out = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      for (let row = 0; row < 5; row++) {
        for (let column = 0; column < 5; column++) {
          const [sx, sy] = [x + column - 2, y + row - 2];
          if (mask[row]![column] === '0' || sx < 0 || sy < 0 || sx >= width || sy >= height)
            continue;
          if (pixels[sy * width + sx]) out[y * width + x] = 1;
        }
      }
    }
  }
  return out;
}

describe('the Python process with the native peers', () => {
  const libraries = ['opencv', 'leptonica', 'scikit-image', 'scipy'];
  let python: PeerProcess | undefined;
  let statuses: readonly PeerStatus[] = [];

  beforeAll(async () => {
    ({ process: python, statuses } = await PeerProcess.python(libraries));
    const { width, height, pixels } = image;
    await python?.ask({ command: 'image', name: 'small', width, height }, pixels);
  });
  afterAll(() => python?.stop());

  it('says of every library whether it is there, with version or reason', () => {
    expect(statuses.map(({ name }) => name)).toEqual(libraries);
    for (const { status, version, reason } of statuses) {
      expect(status === 'present' ? version : reason).toBeTruthy();
    }
  });

  it.for(libraries)(
    '%s reproduces a dilation by its definition, and is timed',
    async (library, { skip }) => {
      const status = statuses.find(({ name }) => name === library)!;
      skip(status.status === 'missing', `${library}: ${status.reason}`);
      const expected = createHash('sha256').update(dilated()).digest('hex');
      const define = { command: 'define', task: 't', library, image: 'small', operation: 'dilate' };
      const element = { width: 5, height: 5, mask };
      const right = await python!.ask({ ...define, element, expected });
      expect(right['method'], JSON.stringify(right)).toBeTypeOf('string');
      expect(await python!.time('t', 3)).toBeGreaterThan(0);
      const wrong = await python!.ask({ ...define, element, expected: 'another result' });
      expect(wrong['method']).toBeNull();
    },
  );

  it.for(regionCases('small').flatMap((one) => one.libraries.map((library) => ({ one, library }))))(
    '$library gives our $one.label, and no other',
    async ({ one, library }, { skip }) => {
      const status = statuses.find(({ name }) => name === library)!;
      skip(status.status === 'missing', `${library}: ${status.reason}`);
      const ours = regionContenders(one, image);
      const expected = createHash('sha256').update(ours.expected).digest('hex');
      ours.dispose();
      const { operation, size, numbers } = one;
      const define = { command: 'define', task: 't', library, image: 'small' };
      const right = await python!.ask({ ...define, operation, size, numbers, expected });
      expect(right['method'], JSON.stringify(right)).toBeTypeOf('string');
      const wrong = await python!.ask({ ...define, operation, size, numbers, expected: 'none' });
      expect(wrong['method']).toBeNull();
    },
  );

  it('answers a wrong command with an error and lives on', async ({ skip }) => {
    if (!python) return skip('no Python');
    await expect(python.ask({ command: 'time', task: 'unknown', repeats: 1 })).rejects.toThrow(
      /KeyError/,
    );
    expect(await python.ask({ command: 'hello', libraries: [] })).toMatchObject({ libraries: {} });
  });
});
