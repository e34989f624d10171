import { expect, it } from 'vitest';
import { describeEmotions } from './emotions.fixture.ts';

describeEmotions('files on the emotions page that are refused', (visit) => {
  const classifyButton = () => visit.page.getByRole('button', { name: /^Classify/ });

  it('have rows of other lengths than the heading, and say where', async () => {
    await visit.go();
    await visit.hand('unquoted.csv', 'id,text\n1,I love it\n3,I hate it, but I love you\n');
    await visit.alert.getByText('2 fields in every row').waitFor();
    await visit.alert.getByText('3 fields on line 3').waitFor();
    await visit.alert.getByText(/quotes/).waitFor();
    await visit.classify();
    await visit.alert.getByText('3 fields on line 3').waitFor();
    expect(await visit.results.count()).toBe(0);
  });

  it('are refused whole where the fault stands far behind', async () => {
    await visit.go();
    await visit.hand('late.csv', `id,text\n${'1,I love it\n'.repeat(20_000)}2\n`);
    await visit.column.waitFor();
    expect(await visit.alert.count()).toBe(0);
    await visit.classify();
    await visit.alert.getByText('1 field on line 20,002').waitFor();
    expect(await visit.results.count()).toBe(0);
    expect(await visit.page.getByText(/^Stopped after/).count()).toBe(0);
  });

  it('say what is true where a quote is never closed', async () => {
    await visit.go();
    await visit.hand('quote.csv', '"never closed\n');
    await visit.alert.getByText('A quote is never closed').waitFor();
    expect(await visit.page.getByText(/JSON document/).count()).toBe(0);
  });

  it.each([
    ['picture.png', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10, 0, 0), 'no text'],
    ['sheet.xlsx', Buffer.from('PK\u0003\u0004\u0014\u0000\u0006\u0000'), 'no text'],
    ['latin1.csv', Buffer.from('id,text\n1,schön\n', 'latin1'), 'no text'],
    ['wide.txt', Buffer.from('hello', 'utf16le'), 'no text'],
    ['empty.csv', new Uint8Array(), 'no texts'],
    ['empty.txt', new Uint8Array(), 'no texts'],
    ['blank.jsonl', Buffer.from('\n\n'), 'no texts'],
  ])('are refused when they are chosen: %s', async (name, bytes, why) => {
    await visit.go();
    await visit.hand('good.txt', 'thank you');
    await visit.classify();
    await visit.page.getByText('1 row', { exact: true }).waitFor();
    await visit.hand(name, bytes);
    await visit.alert.getByRole('heading', { name: new RegExp(`${why}\\b`) }).waitFor();
    await visit.page.getByRole('button', { name }).waitFor();
    expect(await classifyButton().count()).toBe(0);
    expect(await visit.results.count()).toBe(0);
    expect(await visit.page.getByText(/^Stopped after|^1 row/).count()).toBe(0);
  });

  it('have a heading and nothing under it', async () => {
    await visit.go();
    await visit.hand('heading.csv', 'id,text\n');
    await visit.classify();
    await visit.alert.getByText('The file has no texts').waitFor();
    expect(await visit.page.getByText(/^Stopped after/).count()).toBe(0);
  });
});
