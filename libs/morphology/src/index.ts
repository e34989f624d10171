export { type Border, type BorderOptions, borders, parseBorder } from './borders/border.ts';
export type { Component, Connectivity, LabelMap } from './components/label-map.ts';
export { type DistanceMap, type DistanceMetric, NO_BACKGROUND } from './distance/distance-map.ts';
export { element, hitOrMissElement } from './elements/element-text.ts';
export { HitOrMissElement } from './elements/hit-or-miss-element.ts';
export { MAX_ELEMENT_SIZE, type Origin } from './elements/limits.ts';
export {
  cross,
  diamond,
  disk,
  elementFromRows,
  hline,
  rect,
  square,
  vline,
} from './elements/shapes.ts';
export { StructuringElement } from './elements/structuring-element.ts';
export { dilate, erode } from './operators/dilate-erode.ts';
export { externalGradient, gradient, internalGradient } from './operators/gradients.ts';
export { hitOrMiss } from './operators/hit-or-miss.ts';
export { close, closeSafe, open } from './operators/open-close.ts';
export { blackTophat, whiteTophat } from './operators/top-hats.ts';
export { MAX_OPERATIONS } from './sequence/grammar.ts';
export { type OperationName, operationNames } from './sequence/operations.ts';
export type { ResultKind, SequenceResult } from './sequence/result.ts';
export {
  type RunOptions,
  Sequence,
  type SequenceOptions,
  type SequenceProgress,
  type Step,
  sequence,
} from './sequence/sequence.ts';
