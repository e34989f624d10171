/** One line on stderr that is written over; silent where stderr is no terminal. */
export interface ProgressLine {
  /** Shows where the work is: share 0 .. 1 and a few words. */
  show(share: number, words: string): void;
  /** Takes the line away. */
  clear(): void;
}

const silent: ProgressLine = { show: () => undefined, clear: () => undefined };

/** A progress line for a stream; by default stderr. */
export function progressLine(stream: NodeJS.WriteStream = process.stderr): ProgressLine {
  if (!stream.isTTY) return silent;
  const erase = '\r\u001b[2K';
  let shown = false;
  return {
    show(share, words) {
      const bar = '━'.repeat(Math.round(share * 20)).padEnd(20, '─');
      const text = `${bar} ${String(Math.round(share * 100)).padStart(3)} % ${words}`;
      stream.write(erase + text.slice(0, (stream.columns || 80) - 1));
      shown = true;
    },
    clear() {
      if (shown) stream.write(erase);
      shown = false;
    },
  };
}
