import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { describeEmotions, type EmotionVisit } from './emotions.fixture.ts';

async function download(visit: EmotionVisit, format: 'CSV' | 'JSONL'): Promise<Buffer> {
  const [file] = await Promise.all([
    visit.page.waitForEvent('download'),
    visit.page.getByRole('button', { name: format, exact: true }).click(),
  ]);
  return readFile(await file.path());
}

describeEmotions('results of a file on the emotions page', (visit) => {
  it('say what made them, and when that is no longer what is chosen', async () => {
    await visit.go();
    await visit.hand('two.csv', 'title,text\nGood news,I hate this\nBad news,thank you\n');
    await visit.classify();
    const maker = visit.page.getByText(/^By GoEmotions, from the column .text.\.$/);
    await maker.waitFor();
    const stale = visit.page.getByText(/^Out of date/);
    expect(await stale.count()).toBe(0);
    await visit.column.selectOption({ index: 0 });
    await stale.getByText('column “title”').waitFor();
    await visit.column.selectOption({ index: 1 });
    await stale.waitFor({ state: 'detached' });
    await visit.model.selectOption('emotion-goemotions-small');
    await stale.getByText('GoEmotions, small').waitFor();
    await visit.page.getByRole('button', { name: 'Classify again' }).first().click();
    await visit.page.getByText(/^By GoEmotions, small, from/).waitFor();
    expect(await stale.count()).toBe(0);
    const [line] = (await download(visit, 'JSONL')).toString().split('\n');
    expect(JSON.parse(line!)).toMatchObject({ model: 'emotion-goemotions-small', row: 1 });
  });

  it('keep the chosen column when the heading is switched', async () => {
    await visit.go();
    await visit.hand('a.csv', 'title,text\nshort,a much longer text\n');
    await visit.column.selectOption({ index: 0 });
    // The box follows once the file has been looked at again.
    await visit.page.getByRole('checkbox', { name: 'First row names the columns' }).click();
    await visit.page.getByRole('option', { name: /^Column 1/ }).waitFor({ state: 'attached' });
    expect(await visit.column.inputValue()).toBe('0');
  });

  it('come back as a table that spreadsheets read, with all that the file had', async () => {
    await visit.go();
    await visit.hand('umlaut.csv', '\ufefflabels;text;text\r\nx;schön, danke;thank you\r\n\r\n');
    await visit.classify();
    const bytes = await download(visit, 'CSV');
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
    const [heading, row] = bytes.toString().slice(1).split('\r\n');
    expect(heading).toMatch(/^row;labels;text;text \(2\);model;labels \(2\);groups;known;problem;/);
    expect(row).toMatch(/^1;x;schön, danke;thank you;emotion-goemotions;/);
  });

  it('number documents as they number rows, and keep their members', async () => {
    await visit.go();
    await visit.hand(
      'a.jsonl',
      '{"text":"thank you","id":7}\n\n{"text":"I love it","tags":["a"]}\n',
    );
    await visit.classify();
    await visit.page.getByText('2 rows', { exact: true }).waitFor();
    expect(await visit.results.getByRole('rowheader').allTextContents()).toEqual(['1', '2']);
    const lines = (await download(visit, 'CSV')).toString().slice(1).split('\r\n');
    expect(lines[0]).toMatch(/^row,text,id,tags,model,/);
    expect(lines[1]).toMatch(/^1,thank you,7,,emotion-goemotions,/);
    expect(lines[2]).toMatch(/^2,I love it,,"\[""a""\]",emotion-goemotions,/);
  });
});
