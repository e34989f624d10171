import { describe, expect, it } from 'vitest';
import type { ModelInfo } from '../run/protocol.ts';
import type { Layout } from './protocol.ts';
import { changedSince, madeBy } from './provenance.ts';
import { ResultTable } from './result-table.ts';
import type { Chosen, Results } from './state.ts';

const chosen = (layout: Layout, columns: readonly string[]): Chosen => ({
  name: 'a.csv',
  file: new Blob([]),
  layout,
  preview: { layout, columns, samples: [] },
});
const results = (from: Chosen): Results => ({
  table: new ResultTable(1),
  length: 0,
  info: { id: 'emotion-goemotions' } as ModelInfo,
  chosen: from,
});
const table = (column: number, heading = true): Chosen =>
  chosen(
    { kind: 'table', delimiter: ',', quoted: true, heading, column },
    heading ? ['title', 'text'] : ['Column 1', 'Column 2'],
  );
const json = (member: string): Chosen => chosen({ kind: 'json', member }, ['title', 'text']);
const lines = chosen({ kind: 'lines' }, []);

describe('what made the results', () => {
  it('is a model, and a column or member where it could be chosen', () => {
    expect(madeBy(results(table(1)))).toBe('By GoEmotions, from the column “text”.');
    expect(madeBy(results(json('title')))).toBe('By GoEmotions, from the member “title”.');
    expect(madeBy(results(lines))).toBe('By GoEmotions.');
  });

  it('is no longer what is chosen where model, column, member or heading differ', () => {
    const id = 'emotion-goemotions';
    for (const same of [table(1), json('text'), lines]) {
      expect(changedSince(results(same), id, same)).toBe('');
    }
    expect(changedSince(results(table(1)), 'emotion-goemotions-small', table(0))).toBe(
      'the model is now GoEmotions, small, and the texts are now those of the column “title”',
    );
    expect(changedSince(results(json('text')), id, json('title'))).toBe(
      'the texts are now those of the member “title”',
    );
    expect(changedSince(results(table(1)), id, table(1, false))).toBe(
      'the first row is now a text',
    );
  });
});
