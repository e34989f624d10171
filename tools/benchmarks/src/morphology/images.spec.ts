import { describe, expect, it } from 'vitest';
import { blobs, textPage } from './images.ts';

const share = (pixels: Uint8Array): number =>
  pixels.reduce((sum, pixel) => sum + pixel, 0) / pixels.length;

describe('benchmark images', () => {
  it('are the same for the same seed and differ for another', () => {
    expect(blobs(64, 48, 0.3, 5)).toEqual(blobs(64, 48, 0.3, 5));
    expect(blobs(64, 48, 0.3, 5)).not.toEqual(blobs(64, 48, 0.3, 6));
    expect(textPage(200, 100, 5)).toEqual(textPage(200, 100, 5));
  });

  it('have the wanted share of foreground', () => {
    expect(share(blobs(256, 256, 0.3, 1).pixels)).toBeCloseTo(0.3, 1);
    const ink = share(textPage(600, 400, 1).pixels);
    expect(ink).toBeGreaterThan(0.03);
    expect(ink).toBeLessThan(0.4);
  });

  it('are smooth: blobs hold few single pixels', () => {
    const { pixels } = blobs(256, 256, 0.3, 1);
    let changes = 0;
    for (let index = 1; index < pixels.length; index++) {
      if (pixels[index] !== pixels[index - 1]) changes++;
    }
    expect(changes / pixels.length).toBeLessThan(0.15);
  });
});
