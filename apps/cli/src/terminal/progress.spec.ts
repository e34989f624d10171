import { describe, expect, it } from 'vitest';
import { progressLine } from './progress.ts';

function fakeStream(isTTY: boolean): { stream: NodeJS.WriteStream; written: string[] } {
  const written: string[] = [];
  const stream = { isTTY, columns: 60, write: (text: string) => written.push(text) > 0 };
  return { stream: stream as unknown as NodeJS.WriteStream, written };
}

describe('progressLine', () => {
  it('writes nothing where the stream is no terminal', () => {
    const { stream, written } = fakeStream(false);
    const line = progressLine(stream);
    line.show(0.5, 'half');
    line.clear();
    expect(written).toEqual([]);
  });

  it('writes one line over and over, cut to the width, and takes it away', () => {
    const { stream, written } = fakeStream(true);
    const line = progressLine(stream);
    line.show(0.5, 'x'.repeat(100));
    line.clear();
    line.clear();
    expect(written[0]).toContain(' 50 % xxx');
    expect(written[0]!.length).toBeLessThan(60 + 6);
    expect(written.slice(1)).toEqual(['\r\u001b[2K']);
  });
});
