import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BitImage } from '../bit-image.ts';
import { GreyImage } from '../grey-image.ts';
import { readNetpbm } from './read.ts';
import { writeNetpbm } from './write.ts';

const text = (content: string) => new TextEncoder().encode(content);
const withBytes = (head: string, ...bytes: number[]) => Uint8Array.of(...text(head), ...bytes);

const sizes = { width: fc.integer({ min: 1, max: 90 }), height: fc.integer({ min: 1, max: 9 }) };
const greys = fc
  .record(sizes)
  .chain(({ width, height }) =>
    fc
      .uint8Array({ minLength: width * height, maxLength: width * height })
      .map((data) => new GreyImage(width, height, data)),
  );

function grey(bytes: Uint8Array): number[] {
  const { image } = readNetpbm(bytes);
  if (!(image instanceof GreyImage)) throw new Error('bits where grey levels were expected');
  return [...image.data];
}

describe('round trips', () => {
  it.each(['P1', 'P4'] as const)('%s gives every bit back', (format) => {
    fc.assert(
      fc.property(greys, ({ width, height, data }) => {
        const image = BitImage.fromBytes(
          width,
          height,
          data.map((level) => level & 1),
        );
        const back = readNetpbm(writeNetpbm(image, format));
        expect(back.format).toBe(format);
        expect(back.bytesLeft).toBeLessThanOrEqual(1);
        expect((back.image as BitImage).equals(image)).toBe(true);
      }),
    );
  });

  it.each(['P2', 'P3', 'P5', 'P6'] as const)('%s gives every level back', (format) => {
    fc.assert(
      fc.property(greys, (image) => {
        const file = writeNetpbm(image, format);
        expect(grey(file)).toEqual([...image.data]);
        if (format === 'P2' || format === 'P3') {
          const lines = new TextDecoder().decode(file).split('\n');
          expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(70);
        }
      }),
    );
  });

  it('writes bits as black on white and grey levels as ink', () => {
    expect(grey(writeNetpbm(BitImage.fromRows(['10']), 'P5'))).toEqual([0, 255]);
    const ink = readNetpbm(writeNetpbm(new GreyImage(2, 1, Uint8Array.of(127, 128)), 'P4'));
    expect((ink.image as BitImage).toRows()).toEqual(['10']);
  });
});

describe('what writers of all kinds produce', () => {
  it.each<[string, Uint8Array, number[]]>([
    ['comments anywhere in the header', text('P2#a\n# b\n2 #c\r 1\n#d\n255 7 9'), [7, 9]],
    ['comments among the levels', text('P2 2 1 255\n7 # seven\n9'), [7, 9]],
    ['all six blanks', text('P2\t2\v1\f255\r7\n 9'), [7, 9]],
    ['levels scaled to 255', text('P2 4 1 15 0 1 8 15'), [0, 17, 136, 255]],
    ['a white level of 1', text('P2 2 1 1 0 1'), [0, 255]],
    ['16 bits, high byte first', withBytes('P5 2 1 65535\n', 0x80, 0, 0xff, 0xff), [128, 255]],
    ['a first pixel that looks like a blank', withBytes('P5 2 1 255\n', 10, 32), [10, 32]],
    ['a first pixel that looks like a comment', withBytes('P5 1 1 255\n', 0x23), [0x23]],
    ['colour as luma', withBytes('P6 3 1 255\n', 255, 0, 0, 0, 255, 0, 0, 0, 255), [76, 150, 29]],
  ])('%s', (_, bytes, levels) => {
    expect(grey(bytes)).toEqual(levels);
  });

  it('reads P1 with and without blanks', () => {
    for (const file of ['P1 3 2 101010', 'P1 3 2\n1 0 1\n0 1 0\n', 'P1 3 2 1#x\n01 010']) {
      expect((readNetpbm(text(file)).image as BitImage).toRows()).toEqual(['101', '010']);
    }
  });

  it('ignores the padding of P4 and counts the bytes behind it', () => {
    const { image, bytesLeft } = readNetpbm(withBytes('P4 3 1\n', 0b10111111, 1, 2, 3));
    expect((image as BitImage).toRows()).toEqual(['101']);
    expect(image instanceof BitImage && image.count()).toBe(2);
    expect(bytesLeft).toBe(3);
  });
});

describe('hostile files', () => {
  it.each<[string, string, Uint8Array]>([
    ['nothing', 'image-missing', new Uint8Array(0)],
    ['only a mark', 'image-truncated', text('P5')],
    ['a header that ends in a comment', 'image-truncated', text('P5 # no end')],
    ['no pixels', 'image-truncated', text('P5 2 2 255')],
    ['too few pixels', 'image-truncated', withBytes('P5 2 2 255\n', 1, 2, 3)],
    ['too few wide pixels', 'image-truncated', withBytes('P5 2 2 256\n', 1, 2, 3, 4)],
    ['too few bits', 'image-truncated', withBytes('P4 9 2\n', 1, 2, 3)],
    ['too few digits', 'image-truncated', text('P1 3 2 10101')],
    ['too few numbers', 'image-truncated', text('P2 2 2 255 100 100 100')],
    ['a huge size', 'image-too-large', text('P5 100000 100000 255\n')],
    ['a thin size', 'image-too-large', text('P4 65494 5\n')],
    ['a size beyond 32 bits', 'image-unreadable', text('P5 99999999999999999999 1 255\n')],
    ['no width', 'image-unreadable', text('P5 0 1 255\n1')],
    ['a negative width', 'image-unreadable', text('P5 -1 1 255\n1')],
    ['white at 0', 'image-unreadable', text('P5 1 1 0\n1')],
    ['white beyond 16 bits', 'image-unreadable', text('P5 1 1 65536\n11')],
    ['a level above white', 'image-unreadable', text('P2 1 1 10 11')],
    ['a byte above white', 'image-unreadable', withBytes('P5 1 1 10\n', 11)],
    ['a digit that is no bit', 'image-unreadable', text('P1 1 1 2')],
    ['letters for levels', 'image-unreadable', text('P2 2 1 255 7 nine')],
    ['a level glued to a letter', 'image-unreadable', text('P2 2 1 255 7x 9')],
    ['no blank after the header', 'image-unreadable', text('P4 8 1x')],
    ['another format', 'image-unreadable', text('P7 8 1')],
  ])('%s: %s', (_, code, bytes) => {
    expect(() => readNetpbm(bytes)).toThrow(expect.objectContaining({ code }));
  });

  it('answers any bytes with an image or a named error', () => {
    fc.assert(
      fc.property(
        fc.constantFrom('P1', 'P2', 'P3', 'P4', 'P5', 'P6'),
        fc.string({ unit: fc.constantFrom(...'0123456789 \n#x'), maxLength: 40 }),
        fc.uint8Array({ maxLength: 20 }),
        (mark, head, tail) => {
          try {
            const { image } = readNetpbm(withBytes(mark + head, ...tail));
            expect(image.width * image.height).toBeGreaterThan(0);
          } catch (error) {
            expect(error).toMatchObject({ name: 'OnebitError' });
          }
        },
      ),
      { numRuns: 2000 },
    );
  });
});
