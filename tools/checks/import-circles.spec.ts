import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { root, trackedFiles } from './tracked-files.ts';

const IMPORTED = /^(?:import|export)\b[^;]*?\bfrom\s*'(\.[^']+)'|^import\s*'(\.[^']+)'/gm;

/**
 * The circles of a graph: each a path that ends where it began.
 *
 * @param importsOf - the files that each file imports
 */
function circlesOf(importsOf: ReadonlyMap<string, readonly string[]>): string[][] {
  const circles: string[][] = [];
  const done = new Set<string>();
  const path: string[] = [];
  const visit = (file: string): void => {
    const seen = path.indexOf(file);
    if (seen >= 0) {
      circles.push([...path.slice(seen), file]);
      return;
    }
    if (done.has(file)) return;
    path.push(file);
    for (const imported of importsOf.get(file) ?? []) visit(imported);
    path.pop();
    done.add(file);
  };
  for (const file of importsOf.keys()) visit(file);
  return circles;
}

describe('files import in one direction', () => {
  it('without circles, of types neither', () => {
    const sources = trackedFiles().filter((file) => /\.(ts|tsx|mjs)$/.test(file));
    const importsOf = new Map(
      sources.map((file) => {
        const text = readFileSync(join(root, file), 'utf8');
        const imported = [...text.matchAll(IMPORTED)].map(([, from, bare]) =>
          join(dirname(file), (from ?? bare)!),
        );
        return [file, imported];
      }),
    );
    expect([...importsOf.values()].flat().length).toBeGreaterThan(sources.length);
    expect(circlesOf(importsOf)).toEqual([]);
  });

  it('as far as this check can see: it finds a circle', () => {
    const graph = { a: ['b'], b: ['c'], c: ['b', 'd'], d: [] };
    expect(circlesOf(new Map(Object.entries(graph)))).toEqual([['b', 'c', 'b']]);
  });
});
