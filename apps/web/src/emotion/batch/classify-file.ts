import type { Classify } from '../run/reading.ts';
import type { BatchRequest, Row, RowBatch } from './protocol.ts';
import { checkFile, recordsOf } from './records.ts';

/** Records that go through together: as many texts as the service takes in a request. */
const together = 256;
/** UTF-16 units of text in a request; in UTF-8 and quotes they stay under what the service takes. */
const unitsTogether = 40_000;

/**
 * Classifies the texts of a file, in parts, in their order.
 *
 * @returns the rows of a part, and the share of the file that has been read
 * @throws Refusal before the first part where the file as a whole cannot be read
 */
export async function* classifyFile(
  { file, layout }: Pick<BatchRequest, 'file' | 'layout'>,
  labels: readonly string[],
  classify: Classify,
): AsyncGenerator<{ rows: RowBatch; share: number }> {
  await checkFile(file, layout);
  let bytes = 0;
  let waiting: Row[] = [];
  let units = 0;
  const flush = async () => {
    const rows = await classifyRows(waiting, labels, classify);
    waiting = [];
    units = 0;
    return { rows, share: file.size > 0 ? bytes / file.size : 1 };
  };
  for await (const row of recordsOf(file, layout, (read) => (bytes = read))) {
    if (waiting.length > 0 && units + row.text.length > unitsTogether) yield flush();
    waiting.push(row);
    units += row.problem === undefined ? row.text.length : 0;
    if (waiting.length === together) yield flush();
  }
  if (waiting.length > 0) yield flush();
}

async function classifyRows(
  rows: readonly Row[],
  labels: readonly string[],
  classify: Classify,
): Promise<RowBatch> {
  const scores = new Float32Array(rows.length * labels.length);
  const known = new Int32Array(rows.length);
  const languages: (string | undefined)[] = rows.map(() => undefined);
  const good = rows.flatMap(({ problem }, at) => (problem === undefined ? [at] : []));
  const results =
    good.length > 0
      ? await classify(
          good.map((at) => rows[at]!.text),
          [],
        )
      : [];
  results.forEach((result, index) => {
    const at = good[index]!;
    known[at] = result.known;
    languages[at] = result.language;
    labels.forEach((label, column) => {
      scores[at * labels.length + column] = result.scores[label]!;
    });
  });
  return { rows, scores, known, languages };
}
