import { defaultLimits } from '@onebit/http-service';
import { describe, expect, it } from 'vitest';
import { png } from '../test/png.ts';
import { laneOf } from './lane.ts';

describe('the lane of an image', () => {
  const blank = (width: number, height: number) => png(width, height, Buffer.alloc(8));

  it('goes by its pixels, not by the bytes of its file', () => {
    expect(blank(2000, 2000).length).toBeLessThan(200);
    expect(laneOf(blank(2000, 2000), 0, defaultLimits)).toBe('large');
    expect(laneOf(blank(2000, 1999), 0, defaultLimits)).toBe('small');
    const few = Buffer.concat([Buffer.from('P6\n1000 900\n255\n'), Buffer.alloc(2_700_000)]);
    expect(laneOf(few, 0, defaultLimits)).toBe('small');
  });

  it('refuses what no worker could read', () => {
    const limits = { ...defaultLimits, imagePixels: 1_000_000 };
    expect(() => laneOf(blank(2000, 2000), 0, limits)).toThrow(
      expect.objectContaining({ code: 'image-too-large' }),
    );
    expect(() => laneOf(blank(20, 20), 3, defaultLimits)).toThrow(
      expect.objectContaining({ code: 'image-page-missing' }),
    );
  });
});
