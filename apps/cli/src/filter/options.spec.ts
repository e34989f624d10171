import { describe, expect, it } from 'vitest';
import { UsageError } from '../usage-error.ts';
import { parseForeground, parseFormat, parseThreshold } from './options.ts';

describe('the words of `onebit filter`', () => {
  it('read thresholds', () => {
    expect(parseThreshold('128')).toEqual({ fixed: 128 });
    expect(parseThreshold('Otsu')).toBe('otsu');
    expect(parseThreshold('sauvola')).toEqual({ sauvola: {} });
    expect(parseThreshold('sauvola:31,0.3')).toEqual({ sauvola: { window: 31, k: 0.3 } });
    for (const wrong of ['', '255', '-1', '12.5', 'sauvola:', 'median']) {
      expect(() => parseThreshold(wrong), wrong).toThrow(UsageError);
    }
  });

  it('read foregrounds and formats', () => {
    expect(parseForeground('DARK')).toBe('dark');
    expect(() => parseForeground('black')).toThrow(UsageError);
    expect(parseFormat('tif')).toBe('tiff');
    expect(() => parseFormat('jpg')).toThrow(UsageError);
  });
});
