import { describe, expect, it } from 'vitest';
import { BitImage } from './bit-image.ts';
import { detectForeground } from './foreground.ts';

/** A light image with so many dark pixels inside, away from the frame, and on the frame. */
function light(size: number, inside: number, onFrame: number): BitImage {
  const image = BitImage.create(size, size).complement();
  for (let i = 0; i < inside; i++) {
    image.set(1 + (i % (size - 2)), 1 + Math.floor(i / (size - 2)), 0);
  }
  for (let i = 0; i < onFrame; i++) image.set(i, 0, 0);
  return image;
}

describe('the foreground of two-valued images', () => {
  it.each([
    ['all light: a full mask', light(20, 0, 0), 'light'],
    ['one dark pixel inside: a page', light(20, 1, 0), 'dark'],
    ['just over three quarters light: a page', light(20, 99, 0), 'dark'],
    ['three quarters light: a mask', light(20, 100, 0), 'light'],
    ['95 % of the frame light: a page', light(21, 10, 4), 'dark'],
    ['less of the frame light: a mask', light(21, 10, 5), 'light'],
    ['all dark: an empty mask', BitImage.create(5, 5), 'light'],
    ['one light pixel', BitImage.fromRows(['1']), 'light'],
  ])('%s', (_, image, foreground) => {
    expect(detectForeground(image, true).foreground).toBe(foreground);
  });
});

describe('the foreground of thresholded grey images', () => {
  it.each([
    ['mostly light', ['111', '101', '111'], 'dark'],
    ['mostly dark', ['000', '010', '000'], 'light'],
    ['all light: nothing is ink', ['11', '11'], 'dark'],
    ['all dark: nothing is light', ['00', '00'], 'light'],
    ['a tie with a light frame', ['1111', '1001', '1001', '0000'], 'dark'],
    ['a tie with a dark frame', ['0000', '0110', '0110', '1111'], 'light'],
  ])('%s', (_, rows, foreground) => {
    expect(detectForeground(BitImage.fromRows(rows), false).foreground).toBe(foreground);
  });

  it('says why', () => {
    const choice = detectForeground(BitImage.fromRows(['1110']), false);
    expect(choice.foregroundSource).toBe('detected');
    expect(choice.foregroundReason).toBe('the rarer side: 75.0 % of the pixels are light');
  });
});
