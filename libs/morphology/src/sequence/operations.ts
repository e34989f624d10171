import type { BitImage } from '@onebit/image';
import type { BorderOptions } from '../borders/border.ts';
import type { StructuringElement } from '../elements/structuring-element.ts';
import { dilate, erode } from '../operators/dilate-erode.ts';
import { externalGradient, gradient, internalGradient } from '../operators/gradients.ts';
import { hitOrMiss } from '../operators/hit-or-miss.ts';
import { close, closeSafe, open } from '../operators/open-close.ts';
import { blackTophat, whiteTophat } from '../operators/top-hats.ts';
import { type Operation, imageStep } from './operation.ts';

type ByElement = (image: BitImage, element: StructuringElement, options: BorderOptions) => BitImage;

/** An operation that takes one structuring element. */
function byElement(summary: string, operator: ByElement): Operation {
  return {
    summary,
    usage: 'ELEMENT',
    bind(args) {
      const element = args.element();
      return imageStep([element.toString()], (image, { border }) =>
        operator(image, element, { border }),
      );
    },
  };
}

/** Every operation of the grammar by its name. */
export const operations = {
  dilate: byElement('grow by the element', dilate),
  erode: byElement('keep where the element fits', erode),
  open: byElement('erode, then dilate', open),
  close: byElement('dilate, then erode', close),
  'close-safe': byElement('close in an infinite background', closeSafe),
  gradient: byElement('dilation less erosion', gradient),
  'internal-gradient': byElement('the image less its erosion', internalGradient),
  'external-gradient': byElement('dilation less the image', externalGradient),
  'white-tophat': byElement('the image less its opening', whiteTophat),
  'black-tophat': byElement('closing less the image', blackTophat),
  'hit-or-miss': {
    summary: 'match foreground and background at once',
    usage: 'ROWS of 1, 0 and x',
    bind(args) {
      const element = args.hitOrMissElement();
      return imageStep([element.toString()], (image, { border }) =>
        hitOrMiss(image, element, { border }),
      );
    },
  },
} as const satisfies Record<string, Operation>;

/** The name of an operation. */
export type OperationName = keyof typeof operations;

/** Every operation's name, in the order of the documentation. */
export const operationNames = Object.keys(operations) as OperationName[];

/** Names that other libraries give to the operations. */
export const otherNames: Readonly<Record<string, OperationName>> = {
  dilation: 'dilate',
  erosion: 'erode',
  opening: 'open',
  closing: 'close',
  closesafe: 'close-safe',
  tophat: 'white-tophat',
  'top-hat': 'white-tophat',
  blackhat: 'black-tophat',
  hitmiss: 'hit-or-miss',
  hmt: 'hit-or-miss',
};
