import { describe, expect, it } from 'vitest';
import { type Row, makeReport } from './report.ts';
import { summarise } from './statistics.ts';
import { align, formatMs, formatRatio, formatReport } from './table.ts';

describe('numbers in the table', () => {
  it('carry three figures', () => {
    expect([0.01234, 1.2345, 12.345, 123.45, 0].map(formatMs)).toEqual([
      '0.0123',
      '1.23',
      '12.3',
      '123',
      '0.00000',
    ]);
    expect([0.524, 0.999, 4.26, 9.96, 123.4].map(formatRatio)).toEqual([
      '0.52x',
      '1.0x',
      '4.3x',
      '10x',
      '123x',
    ]);
  });
});

describe('align', () => {
  it('sets the first column to the left and the others to the right', () => {
    expect(
      align([
        ['a', '1'],
        ['bcd', '100'],
      ]),
    ).toEqual(['a      1', 'bcd  100']);
  });
});

describe('formatReport', () => {
  const row = (name: string, peer: string, peerMs: number): Row => ({
    name,
    shape: '8x8',
    ms: summarise([2]),
    method: 'packed',
    peer,
    peerMethod: 'm',
    peerMs: summarise([peerMs]),
    ratio: peerMs / 2,
  });

  it('has a line a case, a column a peer, and names missing and refused peers', () => {
    const text = formatReport(
      makeReport(
        'morphology',
        {},
        {
          kernels: 'simd: present',
          peers: [
            { name: 'opencv', status: 'present', version: '4' },
            { name: 'scipy', status: 'missing', reason: 'no module' },
          ],
          rows: [row('dilate', 'opencv', 6), row('dilate', 'sharp', 1), row('open', 'opencv', 40)],
          refused: [{ name: 'open', shape: '8x8', peer: 'sharp', reason: 'differs' }],
        },
      ),
    );
    const lines = text.split('\n');
    expect(lines[1]).toMatch(/^dilate +8x8 +2\.00 +6\.00 \(3\.0x\) +1\.00 \(0\.50x\)$/);
    expect(lines[2]).toMatch(/^open +8x8 +2\.00 +40\.0 \(20x\) +-$/);
    expect(text).toContain('scipy: MISSING (no module)');
    expect(text).toContain('NOT TIMED sharp, open, 8x8: differs');
  });
});
