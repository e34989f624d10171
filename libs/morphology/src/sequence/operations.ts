import { MAX_RANK_WINDOW } from '@onebit/bitwise-kernels';
import type { BitImage } from '@onebit/image';
import { areaOpen } from '../components/area-open.ts';
import { label } from '../components/label.ts';
import type { BorderOptions } from '../borders/border.ts';
import type { Connectivity } from '../components/label-map.ts';
import type { DistanceMetric } from '../distance/distance-map.ts';
import { distance } from '../distance/distance.ts';
import type { StructuringElement } from '../elements/structuring-element.ts';
import { clearBorder } from '../geodesic/clear-border.ts';
import { fillHoles } from '../geodesic/fill-holes.ts';
import { reconstruct } from '../geodesic/reconstruct.ts';
import { dilate, erode } from '../operators/dilate-erode.ts';
import { externalGradient, gradient, internalGradient } from '../operators/gradients.ts';
import { hitOrMiss } from '../operators/hit-or-miss.ts';
import { close, closeSafe, open } from '../operators/open-close.ts';
import { blackTophat, whiteTophat } from '../operators/top-hats.ts';
import { median, rank } from '../rank/rank.ts';
import { skeletonizing, thinMethods, thinningOf } from '../skeleton/thin.ts';
import type { StepArguments } from './arguments.ts';
import { type Operation, imageStep, mapStep, slicedStep } from './operation.ts';

function windowText({ width, height }: { width: number; height: number }): string {
  return width === height ? `${width}` : `${width}x${height}`;
}

type ByElement = (image: BitImage, element: StructuringElement, options: BorderOptions) => BitImage;

/** An operation that takes one structuring element. */
function byElement(summary: string, operator: ByElement): Operation {
  return {
    summary,
    usage: '[ELEMENT]',
    bind(args) {
      const element = args.element();
      return imageStep([element.toString()], (image, { border }) =>
        operator(image, element, { border }),
      );
    },
  };
}

const metrics: readonly DistanceMetric[] = ['euclidean', 'city-block', 'chessboard'];

/** `4` or `8`, also written `conn4` and `conn8`. */
function connectivityOf(args: StepArguments, fallback: Connectivity): Connectivity {
  const word = args.word('a connectivity', ['4', '8', 'conn4', 'conn8'], `${fallback}`);
  return word.endsWith('4') ? 4 : 8;
}

/** The connectivity as an argument, left out where it is the default. */
function connectivityText(connectivity: Connectivity, fallback: Connectivity): string[] {
  return connectivity === fallback ? [] : [`${connectivity}`];
}

/** An operation that follows connected pixels. */
function byConnectivity(
  summary: string,
  fallback: Connectivity,
  operator: (image: BitImage, options: { connectivity: Connectivity }) => BitImage,
): Operation {
  return {
    summary,
    usage: '[4|8]',
    bind(args) {
      const connectivity = connectivityOf(args, fallback);
      return imageStep(connectivityText(connectivity, fallback), (image) =>
        operator(image, { connectivity }),
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
  reconstruct: {
    summary: 'the components of the input that the image so far, or its erosion, touches',
    usage: '[ELEMENT][:4|8]',
    bind(args) {
      const opening = args.moreThanWord(['4', '8', 'conn4', 'conn8']);
      const element = opening ? args.element() : undefined;
      const connectivity = connectivityOf(args, 8);
      const text = [
        ...(element === undefined ? [] : [element.toString()]),
        ...connectivityText(connectivity, 8),
      ];
      return imageStep(text, (image, { border, input }) => {
        if (element === undefined) return reconstruct(image, input, { connectivity });
        using seed = erode(image, element, { border });
        return reconstruct(seed, image, { connectivity });
      });
    },
  },
  'fill-holes': byConnectivity('fill enclosed background', 4, fillHoles),
  'clear-border': byConnectivity('remove what touches the frame', 8, clearBorder),
  skeletonize: {
    summary: 'lines by Zhang and Suen, as scikit-image',
    usage: '',
    bind: () => slicedStep([], (image) => skeletonizing(image)),
  },
  thin: {
    summary: 'lines by Guo and Hall, or as Leptonica',
    usage: `[${thinMethods.join('|')}]`,
    bind(args) {
      const method = args.word('a thinning', thinMethods, 'guo-hall');
      return slicedStep(method === 'guo-hall' ? [] : [method], (image) =>
        thinningOf(image, { method }),
      );
    },
  },
  distance: {
    summary: 'distance to the background (ends the sequence)',
    usage: `[${metrics.join('|')}]`,
    bind(args) {
      const metric = args.word('a metric', metrics, 'euclidean');
      return mapStep(metric === 'euclidean' ? [] : [metric], 'distance', (image) => ({
        kind: 'distance',
        distances: distance(image, { metric }),
      }));
    },
  },
  label: {
    summary: 'number the connected components (ends the sequence)',
    usage: '[4|8]',
    bind(args) {
      const connectivity = connectivityOf(args, 8);
      return mapStep(connectivityText(connectivity, 8), 'label', (image) => ({
        kind: 'label',
        labels: label(image, { connectivity }),
      }));
    },
  },
  'area-open': {
    summary: 'remove components of fewer pixels',
    usage: '[PIXELS][:4|8]',
    bind(args) {
      const minimum = args.integer('a number of pixels', 64, 1, 0xffffffff);
      const connectivity = connectivityOf(args, 8);
      return imageStep([`${minimum}`, ...connectivityText(connectivity, 8)], (image) =>
        areaOpen(image, minimum, { connectivity }),
      );
    },
  },
  median: {
    summary: 'the majority of a window',
    usage: '[N|WxH|squareN|rectWxH]',
    bind(args) {
      const window = args.window(3, MAX_RANK_WINDOW, 'odd');
      return imageStep([windowText(window)], (image, { border }) =>
        median(image, window, { border }),
      );
    },
  },
  rank: {
    summary: 'at least so many ones in a window',
    usage: 'N|WxH|squareN|rectWxH:COUNT',
    bind(args) {
      const window = args.window(3, MAX_RANK_WINDOW);
      const cells = window.width * window.height;
      const ones = args.integer('a number of ones', Math.ceil(cells / 2), 1, cells);
      return imageStep([windowText(window), `${ones}`], (image, { border }) =>
        rank(image, window, ones, { border }),
      );
    },
  },
  learned: {
    summary: 'a learned filter',
    usage: 'NAME',
    bind(args) {
      const { name, filter } = args.learnedFilter();
      return imageStep([name], (image, { border }) => filter.apply(image, { border }));
    },
  },
} as const satisfies Record<string, Operation>;

/** The name of an operation. */
export type OperationName = keyof typeof operations;

/** Every operation's name, in the order of the documentation. */
export const operationNames = Object.keys(operations) as OperationName[];

/** An operation as help texts and documentation show it. */
export interface OperationHelp {
  readonly name: OperationName;
  /** The arguments, in brackets where they may be left out. */
  readonly usage: string;
  /** What it does, in one line. */
  readonly summary: string;
}

/**
 * What every operation of a sequence takes and does, for help texts.
 *
 * @example
 * ```ts
 * import { operationHelp } from '@onebit/morphology';
 * const { name, usage, summary } = operationHelp[0]!;
 * console.log(`${name}:${usage} ${summary}`); // dilate:[ELEMENT] grow by the element
 * ```
 */
export const operationHelp: readonly OperationHelp[] = operationNames.map((name) => {
  const { usage, summary } = operations[name];
  return { name, usage, summary };
});

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
  reconstruction: 'reconstruct',
  fill: 'fill-holes',
  fillholes: 'fill-holes',
  clearborder: 'clear-border',
  skeleton: 'skeletonize',
  thinning: 'thin',
  areaopen: 'area-open',
  'area-opening': 'area-open',
  components: 'label',
};
