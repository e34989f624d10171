import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { encodeBitImage, readBitImage } from './index.ts';

const data =
  process.env['ONEBIT_DATA'] ?? resolve(import.meta.dirname, '../../../../../shared/data');
const images = join(data, 'images');
const present = existsSync(join(images, 'golden/manifest.json'));
if (!present) console.warn(`golden images: skipped, nothing at ${images} (set ONEBIT_DATA)`);

interface Entry {
  file: string;
  width: number;
  height: number;
  foreground: number;
  sha256: string;
}

function entries(): Entry[] {
  if (!present) return [];
  const golden = JSON.parse(readFileSync(join(images, 'golden/manifest.json'), 'utf8')) as {
    inputs: (Omit<Entry, 'sha256'> & { sha256_packed_rows: string })[];
    outputs: (Omit<Entry, 'sha256'> & { sha256_packed_rows?: string; op: string })[];
  };
  const all = JSON.parse(readFileSync(join(images, 'manifest.json'), 'utf8')) as (Omit<
    Entry,
    'sha256'
  > & { sha256_packed?: string })[];
  return [
    ...golden.inputs.map((entry) => ({
      ...entry,
      file: `golden/${entry.file}`,
      sha256: entry.sha256_packed_rows,
    })),
    ...all
      .filter(({ file, sha256_packed }) => file.startsWith('binary/') && sha256_packed)
      .map((entry) => ({ ...entry, sha256: entry.sha256_packed! })),
  ];
}

describe.skipIf(!present)('images whose bits are known', () => {
  it.each(entries())('$file reads to the published bits', async (entry) => {
    const { image, report } = await readBitImage(readFileSync(join(images, entry.file)));
    expect([image.width, image.height, image.count()]).toEqual([
      entry.width,
      entry.height,
      entry.foreground,
    ]);
    expect(report.foreground).toBe('light');
    expect(createHash('sha256').update(image.packedRows()).digest('hex')).toBe(entry.sha256);
    const again = await readBitImage(await encodeBitImage(image, 'tiff'), { foreground: 'light' });
    expect(again.image.equals(image)).toBe(true);
  });
});
