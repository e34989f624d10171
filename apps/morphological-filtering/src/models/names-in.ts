const CALL = Buffer.from('learned:');

/**
 * Which of the known learned filters the JSON of a request may call. The request is parsed in a
 * worker, which needs their files beforehand; bytes are searched, so that nothing is parsed here.
 */
export function namesIn(body: Uint8Array, known: ReadonlyMap<string, unknown>): string[] {
  const { buffer, byteOffset, byteLength } = body;
  const bytes = Buffer.from(buffer, byteOffset, byteLength);
  if (!bytes.includes(CALL)) return [];
  return [...known.keys()].filter((name) => bytes.includes(`learned:${name}`));
}
