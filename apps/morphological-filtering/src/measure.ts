import type { BitImage } from '@onebit/image';
import {
  type Component,
  type DistanceMetric,
  NO_BACKGROUND,
  type SequenceResult,
} from '@onebit/morphology';

/** What can be said about a result in numbers. */
export interface Measurements {
  readonly width: number;
  readonly height: number;
  /** Foreground pixels of the input. */
  readonly foregroundBefore: number;
  /** What the sequence ended in. */
  readonly result: ResultMeasurements;
}

/** The numbers of each kind of result. */
type ResultMeasurements =
  | { readonly kind: 'image'; readonly foreground: number }
  | {
      readonly kind: 'distance';
      readonly metric: DistanceMetric;
      /** The largest distance; null in an image without background. */
      readonly largest: number | null;
    }
  | {
      readonly kind: 'label';
      readonly connectivity: 4 | 8;
      readonly count: number;
      /** The components, at most {@link MOST_COMPONENTS}; `count` tells how many there are. */
      readonly components: readonly Component[];
      /** Components not listed. */
      readonly unlisted: number;
    };

/** Components listed in one answer. */
const MOST_COMPONENTS = 10_000;

function measureResult(result: SequenceResult): ResultMeasurements {
  switch (result.kind) {
    case 'image':
      return { kind: 'image', foreground: result.image.count() };
    case 'distance': {
      const { metric, values } = result.distances;
      let largest = 0;
      for (const value of values) {
        largest = Math.max(largest, value);
      }
      return { kind: 'distance', metric, largest: largest === NO_BACKGROUND ? null : largest };
    }
    case 'label': {
      const { connectivity, components } = result.labels;
      return {
        kind: 'label',
        connectivity,
        count: components.length,
        components: components.slice(0, MOST_COMPONENTS),
        unlisted: Math.max(0, components.length - MOST_COMPONENTS),
      };
    }
  }
}

/** Measures the input and what the sequence made of it. */
export function measure(image: BitImage, result: SequenceResult): Measurements {
  return {
    width: image.width,
    height: image.height,
    foregroundBefore: image.count(),
    result: measureResult(result),
  };
}
