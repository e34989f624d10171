import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, trackedFiles } from './tracked-files.ts';

const files = trackedFiles();
const read = (file: string) => readFileSync(join(root, file), 'utf8');
const sources = files.filter((file) => /\.(ts|tsx|mjs)$/.test(file));

describe('one file, one idea', () => {
  const lengths = sources.map((file) => ({ file, lines: read(file).split('\n').length }));

  it('no source is longer than 800 lines', () => {
    expect(lengths.filter(({ lines }) => lines > 800)).toEqual([]);
  });

  it('the median source is under 300 lines', () => {
    const sorted = lengths.map(({ lines }) => lines).sort((a, b) => a - b);
    expect(sorted[Math.floor(sorted.length / 2)]).toBeLessThan(300);
  });

  it('no file is a grab bag', () => {
    expect(sources.filter((file) => /^(utils?|helpers?|misc)\./.test(basename(file)))).toEqual([]);
  });
});

describe('documents', () => {
  const documents = files.filter((file) => file.endsWith('.md'));

  it.each(documents)('%s links to files that exist', (document) => {
    const links = [...read(document).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)];
    const broken = links
      .map(([, target]) => join(document, '..', target!))
      .filter(
        (target) =>
          !files.some(
            (file) => file === target || file.startsWith(`${target.replace(/\/$/, '')}/`),
          ),
      );
    expect(broken).toEqual([]);
  });
});
