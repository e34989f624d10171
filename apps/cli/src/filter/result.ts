import type { SequenceResult } from '@onebit/morphology';

/** What is measured of a result, for the JSON document. */
export type Measured =
  | { readonly kind: 'image'; readonly foregroundPixels: number }
  | { readonly kind: 'label'; readonly components: readonly unknown[] }
  | { readonly kind: 'distance'; readonly metric: string; readonly largest: number };

/** Measures what a sequence ended in: pixels, components, or how far inside the innermost pixel is. */
export function measure(result: SequenceResult): Measured {
  switch (result.kind) {
    case 'image':
      return { kind: 'image', foregroundPixels: result.image.count() };
    case 'label':
      return { kind: 'label', components: result.labels.components };
    case 'distance': {
      let largest = 0;
      for (const value of result.distances.values) if (value > largest) largest = value;
      return { kind: 'distance', metric: result.distances.metric, largest };
    }
  }
}
