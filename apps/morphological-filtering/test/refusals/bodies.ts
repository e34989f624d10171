export const MiB = 1024 * 1024;
const zeros = new Uint8Array(MiB);

/** So many bytes in chunks, unannounced. */
export function chunked(bytes: number): ReadableStream<Uint8Array> {
  let sent = 0;
  return new ReadableStream({
    pull(controller) {
      if (sent >= bytes) {
        controller.close();
        return;
      }
      sent += zeros.length;
      controller.enqueue(zeros);
    },
  });
}

/** A form of texts and PNG files. */
export function form(parts: readonly [name: string, value: string | Buffer][]): () => FormData {
  return () => {
    const data = new FormData();
    for (const [name, value] of parts) {
      data.append(
        name,
        typeof value === 'string'
          ? value
          : new Blob([new Uint8Array(value)], { type: 'image/png' }),
      );
    }
    return data;
  };
}

/** A body of given bytes. */
export const pngBody = (bytes: Uint8Array) => () => new Uint8Array(bytes);
