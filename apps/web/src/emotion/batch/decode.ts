import { Refusal } from '../../ui/problem.ts';

/** How the bytes of a file are text: by its byte order mark, else UTF-8. */
async function encodingOf(file: Blob): Promise<string> {
  const [first, second] = new Uint8Array(await file.slice(0, 2).arrayBuffer());
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8';
}

/**
 * The text of a file in pieces.
 *
 * @param onBytes - told how many bytes have been read so far
 * @throws Refusal where the bytes are no text
 */
export async function* piecesOf(
  file: Blob,
  onBytes: (bytes: number) => void = () => undefined,
): AsyncGenerator<string> {
  const encoding = await encodingOf(file);
  const decoder = new TextDecoder(encoding, { fatal: true });
  const reader = file.stream().getReader();
  let bytes = 0;
  let line = 1;
  try {
    for (;;) {
      const { value, done } = await reader.read();
      bytes += value?.byteLength ?? 0;
      onBytes(bytes);
      const piece = decoder.decode(value, { stream: !done });
      yield piece;
      if (done) return;
      for (let at = piece.indexOf('\n'); at >= 0; at = piece.indexOf('\n', at + 1)) line += 1;
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw noText(
      `bytes that are no ${encoding.toUpperCase()}, at line ${line.toLocaleString('en')} or soon after`,
    );
  } finally {
    // Whoever has seen enough stops early.
    await reader.cancel();
  }
}

/** UTF-16 units at the beginning of a file in which no zero may stand. */
const head = 8000;

/**
 * The beginning of a file's text, and whether it is all there is.
 *
 * @param least - UTF-16 units after which it may end
 * @throws Refusal where the bytes are no text
 */
export async function beginningOf(
  file: Blob,
  least: number,
): Promise<{ readonly text: string; readonly whole: boolean }> {
  let text = '';
  for await (const piece of piecesOf(file)) {
    text += piece;
    if (text.length >= least) return { text: checkedHead(text), whole: false };
  }
  return { text: checkedHead(text), whole: true };
}

/** Pictures, archives and UTF-16 without its mark may be UTF-8 by chance, but hold zeros soon. */
function checkedHead(text: string): string {
  const start = text.slice(0, head);
  if (start.startsWith('PK\u0003\u0004'))
    throw noText('a ZIP archive, as .xlsx and .ods files are');
  if (start.includes('\0')) throw noText('zero bytes, which only binary files have');
  return text;
}

const noText = (received: string): Refusal =>
  new Refusal({
    title: 'The file is no text that can be read',
    expected: 'text in UTF-8, or UTF-16 with its mark',
    received,
    hint: 'Save it as text in UTF-8: spreadsheets call that "CSV UTF-8".',
  });
