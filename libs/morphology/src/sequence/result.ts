import type { BitImage } from '@onebit/image';
import type { LabelMap } from '../components/label-map.ts';
import type { DistanceMap } from '../distance/distance-map.ts';

/**
 * What a sequence ends in: a bit image, or, where its last operation is `distance` or `label`, one
 * number a pixel.
 */
export type SequenceResult =
  | { readonly kind: 'image'; readonly image: BitImage }
  | { readonly kind: 'distance'; readonly distances: DistanceMap }
  | { readonly kind: 'label'; readonly labels: LabelMap };

/** The kinds of {@link SequenceResult}. */
export type ResultKind = SequenceResult['kind'];
