import { BitImage } from '@onebit/image';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { pictures } from '../../spec/arbitraries.ts';
import { areaOpen } from '../components/area-open.ts';
import { clearBorder } from '../geodesic/clear-border.ts';
import { fillHoles } from '../geodesic/fill-holes.ts';
import { type BorderName, parseBorder } from '../borders/border.ts';
import { element, hitOrMissElement } from '../elements/element-text.ts';
import { rect, square } from '../elements/shapes.ts';
import { learnedNames } from '../learning/learned-names.ts';
import { dilate } from '../operators/dilate-erode.ts';
import { close, closeSafe, open } from '../operators/open-close.ts';
import { type SequenceProgress, sequence } from './sequence.ts';
import { operationNames } from './operations.ts';

describe('the grammar of sequences', () => {
  it.each([
    ['open:disk3 + close:rect5x5 + fill-holes', 'open:disk3 + close:rect5x5 + fill-holes'],
    ['open:disk3  close:rect5x5 fill-holes', 'open:disk3 + close:rect5x5 + fill-holes'],
    ['open:disk3+close:rect5x5', 'open:disk3 + close:rect5x5'],
    ['  OPEN:Disk3\n+\tClose:RECT5X5 ', 'open:disk3 + close:rect5x5'],
    ['erode:101/010/101@0,2', 'erode:101/010/101@0,2'],
    ['dilate', 'dilate:square3'],
    ['hit-or-miss:x0./011/X11', 'hit-or-miss:x0x/011/x11'],
    ['o3.3 + c5.2', 'o3.3 + c5.2'],
    ['O3.3 D1.7', 'o3.3 + d1.7'],
    ['fill-holes:4 clear-border:conn8', 'fill-holes + clear-border'],
    ['fill-holes:8 clear-border:4', 'fill-holes:8 + clear-border:4'],
    ['area-open area-open:6 area-open:6:4', 'area-open:64 + area-open:6 + area-open:6:4'],
    ['median median:5 median:5x3 rank:3:9', 'median:3 + median:5 + median:5x3 + rank:3:9'],
    ['median:square3 median:Rect5x3', 'median:3 + median:5x3'],
    ['median:hline5 median:vline5 rank:square3:2', 'median:5x1 + median:1x5 + rank:3:2'],
    ['thin thin:Guo-Hall thin:leptonica8', 'thin + thin + thin:leptonica8'],
    ['reconstruct', 'reconstruct'],
    ['reconstruct:4', 'reconstruct:4'],
    ['reconstruct:square5:conn4', 'reconstruct:square5:4'],
    ['distance', 'distance'],
    ['skeletonize distance:chessboard', 'skeletonize + distance:chessboard'],
    ['label:4', 'label:4'],
  ])('reads %j as %s', (text, canonical) => {
    expect(sequence(text).toString()).toBe(canonical);
    expect(sequence(canonical).toString()).toBe(canonical);
  });

  it.each([
    ['', 0, 'an operation', 'joined by +'],
    ['   ', 3, 'an operation', 'joined by +'],
    ['open:disk1 +', 12, 'an operation', 'joined by +'],
    ['+ open:disk1', 0, 'an operation', 'joined by +'],
    ['open:disk1 ++ close', 12, 'an operation', 'joined by +'],
    ['opne:disk1', 0, 'an operation', "Did you mean 'open'?"],
    ['open:disk1 + closing:disk1', 13, 'an operation', "Did you mean 'close'?"],
    ['open:dsik1', 5, 'an element', "Did you mean 'disk'?"],
    ['open : disk1', 5, 'an operation', 'The operations are'],
    ['open:disk1:4', 11, 'no further argument', 'Join operations'],
    ['fill-holes:6', 11, 'a connectivity', 'Leave it out for 4'],
    ['thin:leptonica', 5, 'a thinning', "Did you mean 'leptonica4'?"],
    ['distance:euclid', 9, 'a metric', 'Leave it out'],
    ['area-open:0', 10, 'a number of pixels of 1 to', 'whole number'],
    ['median:4', 7, 'odd sides', 'width x height'],
    ['median:257', 7, 'from 1 to 255', 'width x height'],
    ['median:square4', 7, 'odd sides', 'rect5x3'],
    ['median:disk3', 7, 'odd sides', 'rect5x3'],
    ['median:rect3', 7, 'odd sides', 'rect5x3'],
    ['rank:3:10', 7, '1 to 9', 'whole number'],
    ['hit-or-miss', 11, 'a hit-or-miss element', 'rows of 1'],
    ['distance + open:disk1', 11, 'nothing after distance', 'last'],
    ['label label', 6, 'nothing after label', 'last'],
    ['r23', 0, 'a letter of d, e, o or c', 'Reduction'],
    ['o3', 1, 'width.height', 'o5.3'],
    ['o3.3.3', 1, 'width.height', 'o5.3'],
  ])('refuses %j at character %i', (text, position, expected, hint) => {
    expect(() => sequence(text)).toThrowError(
      expect.objectContaining({
        code: 'sequence-invalid',
        position,
        expected: expect.stringContaining(expected),
        hint: expect.stringContaining(hint),
      }),
    );
  });

  it.each([
    ['open:rect256x3', 'size-invalid', 9],
    ['c0.3', 'size-invalid', 1],
    ['open:000', 'element-empty', 5],
    ['open:111@1,0', 'index-out-of-range', 5],
  ])('refuses %j as %s at %i', (text, code, position) => {
    expect(() => sequence(text)).toThrowError(expect.objectContaining({ code, position }));
  });

  it('takes 64 operations and refuses the 65th where it stands', () => {
    expect(sequence(Array(64).fill('median').join('+')).steps).toHaveLength(64);
    expect(() => sequence(Array(65).fill('median').join('+'))).toThrowError(
      expect.objectContaining({ code: 'sequence-invalid', position: 64 * 7 }),
    );
  });

  it('never fails but by a named error, and reads back what it prints', () => {
    const words = [
      ...operationNames,
      'o3.3',
      'c2.2',
      'disk1',
      '4',
      ':',
      '+',
      ' ',
      '@0,0',
      '010/111',
      'x',
    ];
    fc.assert(
      fc.property(
        fc.array(fc.oneof(fc.constantFrom(...words), fc.string()), { maxLength: 8 }),
        (parts) => {
          let read;
          try {
            read = sequence(parts.join(''));
          } catch (error) {
            expect(error).toMatchObject({ name: 'OnebitError' });
            return;
          }
          expect(sequence(read.toString()).toString()).toBe(read.toString());
        },
      ),
      { numRuns: 2000 },
    );
  });
});

describe('running a sequence', () => {
  it('is running its operators from left to right', () => {
    fc.assert(
      fc.property(pictures, (rows) => {
        const image = BitImage.fromRows(rows);
        const result = sequence(
          'open:square2 close:square3 fill-holes clear-border:4 area-open:2:4',
        );
        let expected = open(image, square(2));
        expected = fillHoles(close(expected, square(3)));
        expected = areaOpen(clearBorder(expected, { connectivity: 4 }), 2, { connectivity: 4 });
        expect(result.apply(image).toRows()).toEqual(expected.toRows());
      }),
      { numRuns: 40 },
    );
  });

  it('calls learned filters by their names', () => {
    const image = BitImage.fromRows(['0110']);
    const learned = new Map([['Invert', { apply: (one: BitImage) => one.complement() }]]);
    const steps = sequence('learned:Invert + dilate:hline1', { learned });
    expect(steps.toString()).toBe('learned:Invert + dilate:hline1');
    expect(steps.apply(image).toRows()).toEqual(['1001']);
    for (const [text, position, hint] of [
      ['learned:Invrt', 8, "Did you mean 'Invert'?"],
      ['learned', 7, 'Hand loaded filters'],
    ] as const) {
      expect(() => sequence(text, { learned })).toThrowError(
        expect.objectContaining({ position, hint: expect.stringContaining(hint) }),
      );
    }
  });

  it("closes safely in Leptonica's short form under its own rule", () => {
    const image = BitImage.fromRows(['1001', '0000', '0110']);
    const short = sequence('c3.3');
    const element = rect(3, 3);
    expect(short.apply(image, { border: 'leptonica' }).toRows()).toEqual(
      closeSafe(image, element).toRows(),
    );
    expect(short.apply(image, { border: 'background' }).toRows()).toEqual(
      close(image, element, { border: 'background' }).toRows(),
    );
    expect(sequence('close:rect3x3').apply(image, { border: 'leptonica' }).toRows()).toEqual(
      close(image, element, { border: 'leptonica' }).toRows(),
    );
  });

  it('reconstructs the input from what is left of it', () => {
    const image = BitImage.fromRows(['1110010', '1110010', '1110000']);
    const direct = sequence('erode:square3 + reconstruct').apply(image, { border: 'background' });
    const opening = sequence('reconstruct:square3').apply(image, { border: 'background' });
    expect(direct.toRows()).toEqual(['1110000', '1110000', '1110000']);
    expect(opening.toRows()).toEqual(direct.toRows());
  });

  it('gives distances and labels through evaluate', async () => {
    const image = BitImage.fromRows(['0110', '0111']);
    const distances = await sequence('distance:city-block').evaluate(image);
    expect(distances).toMatchObject({ kind: 'distance', distances: { metric: 'city-block' } });
    const labels = await sequence('label').evaluate(image);
    expect(labels.kind === 'label' && labels.labels.components).toHaveLength(1);
    const bits = await sequence('median').evaluate(image);
    expect(bits.kind).toBe('image');
    for (const run of [
      () => sequence('label').apply(image),
      () => sequence('distance').run(image),
    ]) {
      await expect((async () => run())()).rejects.toMatchObject({ code: 'sequence-result' });
    }
    expect([sequence('label').result, sequence('open:disk1').result]).toEqual(['label', 'image']);
  });

  it('gives the same in slices as at once, and leaves the input alone', async () => {
    const rows = Array.from({ length: 40 }, (_, y) => (y % 9 < 7 ? '1' : '0').repeat(50));
    const image = BitImage.fromRows(rows);
    const steps = sequence('thin + dilate:disk1 + skeletonize');
    expect((await steps.run(image)).toRows()).toEqual(steps.apply(image).toRows());
    expect(image.toRows()).toEqual(rows);
  });

  it('tells progress that never falls and ends at 1', async () => {
    const seen: SequenceProgress[] = [];
    await sequence('erode:square3 + thin + open:disk1').run(BitImage.fromRows(['0110']), {
      onProgress: (progress) => seen.push(progress),
    });
    expect(seen.map(({ step }) => step)).toEqual([0, 1, 2, 3]);
    expect(seen.map(({ operation }) => operation)).toEqual(['erode', 'thin', 'open', 'open']);
    expect(seen.at(-1)?.fraction).toBe(1);
    expect(seen.every(({ steps }) => steps === 3)).toBe(true);
  });

  it('stops when asked to, before and between steps', async () => {
    const image = BitImage.fromRows(['0110']);
    const aborted = expect.objectContaining({ code: 'aborted', cause: 'enough' });
    const already = AbortSignal.abort('enough');
    expect(() => sequence('open:disk1').apply(image, { signal: already })).toThrowError(aborted);
    const controller = new AbortController();
    const onProgress = vi.fn(({ step }: SequenceProgress) => {
      if (step === 1) controller.abort('enough');
    });
    const running = sequence('open:disk1 close:disk1 median').run(image, {
      signal: controller.signal,
      onProgress,
    });
    await expect(running).rejects.toEqual(aborted);
    expect(onProgress).toHaveBeenCalledTimes(2);
    expect(image.count()).toBe(2);
  });

  it('stops within a long step', () => {
    const image = BitImage.fromRows(Array<string>(60).fill('1'.repeat(60)));
    let questions = 0;
    const signal = new Proxy(new AbortController().signal, {
      get: (target, name) => (name === 'aborted' ? ++questions > 5 : Reflect.get(target, name)),
    });
    expect(() => sequence('thin').apply(image, { signal })).toThrowError(
      expect.objectContaining({ code: 'aborted' }),
    );
    expect(questions).toBe(6);
  });

  it("reads a median's rectangle as width by height", () => {
    const image = BitImage.fromRows(['00100', '00100', '00100', '00000', '00000']);
    const rows = (text: string): string[] => sequence(text).apply(image).toRows();
    expect(rows('median:rect1x3')).toEqual(['00100', '00100', '00100', '00000', '00000']);
    expect(rows('median:rect3x1')).toEqual(Array(5).fill('00000'));
    expect(rows('median:vline3')).toEqual(rows('median:1x3'));
  });

  it.each(['background', 'foreground', 'ignore'] as const)(
    'takes outside=%s for the plain rule of that name',
    (border) => {
      const image = BitImage.fromRows(['110', '100', '001']);
      const apply = (name: BorderName): string[] =>
        sequence('erode:square3 + dilate:hline3').apply(image, { border: name }).toRows();
      expect(apply(`outside=${border}`)).toEqual(apply(border));
      expect(parseBorder(`Outside=${border.toUpperCase()}`)).toBe(border);
      expect(dilate(image, square(3), { border: `outside=${border}` }).toRows()).toEqual(
        dilate(image, square(3), { border }).toRows(),
      );
    },
  );

  it('refuses what is no text, saying what it was', () => {
    const image = BitImage.fromRows(['0']);
    const five = 5 as unknown as string;
    for (const [call, code, received] of [
      [() => sequence(five), 'value-invalid', '5'],
      [() => sequence(null as unknown as string), 'value-invalid', 'null'],
      [() => element(five), 'value-invalid', '5'],
      [() => hitOrMissElement(five), 'value-invalid', '5'],
      [() => learnedNames(five), 'value-invalid', '5'],
      [() => sequence('open').apply(image, { border: five as 'opencv' }), 'border-unknown', '5'],
      [() => parseBorder({} as string), 'border-unknown', 'an object'],
      [() => parseBorder('outside=opencv'), 'border-unknown', "'outside=opencv'"],
    ] as const) {
      expect(call).toThrowError(expect.objectContaining({ code, received }));
    }
  });

  it('refuses an unknown border rule by name', () => {
    const image = BitImage.fromRows(['0']);
    expect(() => sequence('median').apply(image, { border: 'opencb' as 'opencv' })).toThrowError(
      expect.objectContaining({ code: 'border-unknown', hint: expect.stringContaining('opencv') }),
    );
  });
});
