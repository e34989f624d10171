import { Refusal } from '../../ui/problem.ts';

/** How the bytes of a file are text: by its byte order mark, else UTF-8. */
export async function encodingOf(file: Blob): Promise<string> {
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
  try {
    for (;;) {
      const { value, done } = await reader.read();
      bytes += value?.byteLength ?? 0;
      onBytes(bytes);
      yield decoder.decode(value, { stream: !done });
      if (done) return;
    }
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Refusal({
      title: 'The file is no text that can be read',
      expected: 'text in UTF-8, or UTF-16 with its mark',
      received: `bytes that are no ${encoding.toUpperCase()}, within the first ${bytes.toLocaleString('en')}`,
      hint: 'Save the file as UTF-8; spreadsheets call it "CSV UTF-8".',
    });
  } finally {
    reader.releaseLock();
  }
}
