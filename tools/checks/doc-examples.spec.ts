import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { formatWithOptions } from 'node:util';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { findExamples } from './doc-examples.ts';
import { root, trackedFiles } from './tracked-files.ts';

const folder = join(root, 'tools', 'checks', 'build');
const examples = trackedFiles()
  .filter((file) => /^(libs|apps)\/.*\.ts$|\.md$/.test(file) && !/\.(spec|browser)\.ts$/.test(file))
  .flatMap((file) => findExamples(file, readFileSync(join(root, file), 'utf8')));

beforeAll(() => mkdirSync(folder, { recursive: true }));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('examples in docstrings and READMEs print what they say', () => {
  it('finds examples', () => expect(examples.length).toBeGreaterThan(0));

  it.each(examples.map((example, index) => [`${example.file}:${example.line}`, index, example]))(
    '%s',
    async (_where, index, example) => {
      const file = join(folder, `example-${index}.ts`);
      writeFileSync(file, example.code);
      const printed: string[] = [];
      const log = vi.spyOn(console, 'log').mockImplementation((...words: unknown[]) => {
        printed.push(formatWithOptions({ breakLength: Infinity, compact: true }, ...words));
      });
      try {
        await import(/* @vite-ignore */ `./${relative(import.meta.dirname, file)}`);
      } finally {
        log.mockRestore();
      }
      expect(printed).toEqual(example.expected);
    },
    60_000, // some examples start a whole service
  );
});
