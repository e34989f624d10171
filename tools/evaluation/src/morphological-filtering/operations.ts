import type { BitImage } from '@onebit/image';
import {
  type Border,
  type BorderOptions,
  type Connectivity,
  type DistanceMetric,
  HitOrMissElement,
  type StructuringElement,
  blackTophat,
  clearBorder,
  close,
  closeSafe,
  dilate,
  distance,
  elementFromRows,
  erode,
  externalGradient,
  fillHoles,
  gradient,
  hitOrMiss,
  internalGradient,
  open,
  reconstruct,
  skeletonize,
  square,
  thin,
  whiteTophat,
} from '@onebit/morphology';
import type { Manifest, ManifestCase } from './manifest.ts';

/** What an operation gives: the bytes that its expected hash was taken of. */
export type CaseBytes = Uint8Array;

type ByElement = (image: BitImage, element: StructuringElement, options: BorderOptions) => BitImage;

const byElement: Readonly<Record<string, ByElement>> = {
  dilation: dilate,
  erosion: erode,
  opening: open,
  closing: close,
  closing_safe: closeSafe,
  gradient,
  internal_gradient: internalGradient,
  external_gradient: externalGradient,
  white_tophat: whiteTophat,
  black_tophat: blackTophat,
};

const distances: Readonly<Record<string, DistanceMetric>> = {
  distance_edt_squared: 'euclidean',
  distance_cityblock: 'city-block',
  distance_chessboard: 'chessboard',
};

/**
 * Runs the operation of a case.
 *
 * @returns the packed rows of the result, or its distances; undefined for an operation, element or
 *   border rule that is not known
 */
export function run(manifest: Manifest, one: ManifestCase, image: BitImage): CaseBytes | undefined {
  const metric = distances[one.op];
  if (metric !== undefined) {
    const { values } = distance(image, { metric });
    return new Uint8Array(values.buffer, values.byteOffset, values.byteLength);
  }
  using result = imageOf(manifest, one, image);
  return result?.packedRows();
}

function imageOf(manifest: Manifest, one: ManifestCase, image: BitImage): BitImage | undefined {
  const connectivity = connectivityOf(one);
  switch (one.op) {
    case 'hit_or_miss': {
      const pattern = manifest.hit_or_miss[one.se ?? ''];
      const border = hitOrMissBorder(one.border);
      if (pattern === undefined || border === undefined) return undefined;
      const [row, column] = pattern.origin_row_col;
      const element = HitOrMissElement.fromMasks(pattern.hit, pattern.miss, { row, column });
      return hitOrMiss(image, element, { border });
    }
    case 'reconstruction_by_dilation': {
      using seed = seedOf(manifest, one, image);
      return seed && connectivity && reconstruct(seed, image, { connectivity });
    }
    case 'fill_holes':
      return connectivity && fillHoles(image, { connectivity });
    case 'clear_border':
      return connectivity && clearBorder(image, { connectivity });
    case 'skeletonize_zhang_suen':
      return skeletonize(image);
    case 'thin_guo_hall':
      return thin(image, { method: 'guo-hall' });
    case 'thin_leptonica':
      return connectivity && thin(image, { method: `leptonica${connectivity}` });
    default: {
      const operator = byElement[one.op];
      const element = elementOf(manifest, one.se ?? '');
      const border = borderOf(one.border);
      if (operator === undefined || element === undefined || border === undefined) return undefined;
      return operator(image, element, { border });
    }
  }
}

function elementOf(manifest: Manifest, name: string): StructuringElement | undefined {
  const element = manifest.structuring_elements[name];
  if (element === undefined) return undefined;
  const [row, column] = element.origin_row_col;
  return elementFromRows(element.rows, { row, column });
}

/** `outside=0`, `outside=1 (ignored)`, `erosion outside=1, dilation outside=0` and the like. */
function borderOf(text: string): Border | undefined {
  // A safe closing has one meaning, whatever is off the image.
  if (text.includes('infinite background')) return 'background';
  const pair = /^erosion outside=([01]), dilation outside=([01])/.exec(text);
  if (pair !== null) {
    return ({ '00': 'background', '10': 'ignore', '11': 'foreground' } as const)[
      `${pair[1]}${pair[2]}` as '00' | '10' | '11'
    ];
  }
  if (text.startsWith('outside=0')) return 'background';
  if (text.startsWith('outside=1')) return text.includes('ignored') ? 'ignore' : 'foreground';
  return undefined;
}

function hitOrMissBorder(text: string): Border | undefined {
  if (/ignored|do not care/.test(text)) return 'ignore';
  if (text.startsWith('outside=0')) return 'background';
  return text.startsWith('outside=1') ? 'foreground' : undefined;
}

/** From the case's own field, or from an element such as `conn4` and `bg8`. */
function connectivityOf(one: ManifestCase): Connectivity | undefined {
  const named = /^(?:conn|bg)([48])$/.exec(one.se ?? '')?.[1];
  const value = one.connectivity ?? one.background_connectivity ?? Number(named);
  return value === 4 || value === 8 ? value : undefined;
}

/** `erosion by the 5x5 square, outside=1`, also with an element of the manifest by its name. */
function seedOf(manifest: Manifest, one: ManifestCase, image: BitImage): BitImage | undefined {
  const seed = /^erosion by (?:the )?(?:(\d+)x\1 square|(\S+)), outside=([01])/.exec(
    one.seed ?? '',
  );
  if (seed === null) return undefined;
  const element =
    seed[1] === undefined ? elementOf(manifest, seed[2] ?? '') : square(Number(seed[1]));
  return (
    element && erode(image, element, { border: seed[3] === '1' ? 'foreground' : 'background' })
  );
}
