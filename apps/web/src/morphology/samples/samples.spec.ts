import { binarize, GreyImage, readNetpbm } from '@onebit/image';
import { describe, expect, it } from 'vitest';
import { samples } from './catalogue.ts';
import { encodeGraymap } from './graymap.ts';

describe.each(samples)('the sample "$id"', ({ draw }) => {
  it('is drawn the same every time', () => {
    expect(Buffer.from(draw().data).equals(draw().data)).toBe(true);
  });

  it('has foreground and background', () => {
    const { width, height, data } = draw();
    const { image } = binarize(new GreyImage(width, height, data));
    expect(image.count()).toBeGreaterThan(width * height * 0.02);
    expect(image.count()).toBeLessThan(width * height * 0.6);
  });

  it('is written as a file that reads back to the same pixels', () => {
    const sheet = draw();
    const { image } = readNetpbm(encodeGraymap(sheet));
    expect(image).toBeInstanceOf(GreyImage);
    expect(Buffer.from((image as GreyImage).data).equals(sheet.data)).toBe(true);
  });
});
