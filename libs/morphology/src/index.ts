export {
  type Border,
  type BorderName,
  type BorderOptions,
  borders,
  parseBorder,
} from './borders/border.ts';
export { areaOpen } from './components/area-open.ts';
export {
  type ComponentsOfPage,
  componentsCsv,
  componentsOfPagesCsv,
} from './components/components-csv.ts';
export { type LabelOptions, components, label } from './components/label.ts';
export type {
  Component,
  Connectivity,
  ConnectivityOptions,
  LabelMap,
} from './components/label-map.ts';
export { type DistanceOptions, distance } from './distance/distance.ts';
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
export { clearBorder } from './geodesic/clear-border.ts';
export { fillHoles } from './geodesic/fill-holes.ts';
export { reconstruct, reconstructByErosion } from './geodesic/reconstruct.ts';
export { dilate, erode } from './operators/dilate-erode.ts';
export { externalGradient, gradient, internalGradient } from './operators/gradients.ts';
export { hitOrMiss } from './operators/hit-or-miss.ts';
export { close, closeSafe, open } from './operators/open-close.ts';
export { blackTophat, whiteTophat } from './operators/top-hats.ts';
export { type LearnableOperator, learnableOperators } from './learning/lattice/forms.ts';
export { Bimonn, type TrainedLayer, type TrainedUnit } from './learning/bimonn/bimonn.ts';
export {
  BinaryBimonn,
  type Binarisation,
  type BinaryLayer,
  binarise,
} from './learning/bimonn/binarise.ts';
export { type BinaryUnit, type OrderStatistic } from './learning/bimonn/binary-unit.ts';
export type { LayerSettings } from './learning/bimonn/layer.ts';
export { type BimonnSettings, trainBimonn } from './learning/bimonn/train-bimonn.ts';
export type { UnitStart } from './learning/bimonn/unit-parameters.ts';
export {
  type NearestOperator,
  type ThresholdUnit,
  type UnitOperator,
  constantSetProjection,
  exactOperator,
  nearestOperator,
} from './learning/bimonn/threshold-unit.ts';
export { learnedNames } from './learning/learned-names.ts';
export { FILTER_FILE } from './learning/filter-file.ts';
export { type FitOptions, LearnedFilter } from './learning/learned-filter.ts';
export {
  type StagePlan,
  type TablePlan,
  boostedPlan,
  plansWithin,
} from './learning/lookup/fit-tables.ts';
export type { TableStages } from './learning/lookup/table-filter.ts';
export { type Cell, diamondWindow, roundWindow, squareWindow } from './learning/lookup/windows.ts';
export { type Pair, dice, diceOfAll, pairsOf } from './learning/pairs.ts';
export type { Proof } from './learning/proof.ts';
export { SeededRandom } from './learning/seeded-random.ts';
export { type DiskorectOptions, diskorect } from './learning/synthetic/diskorect.ts';
export { type Window, median, rank } from './rank/rank.ts';
export { MAX_OPERATIONS } from './sequence/grammar.ts';
export type { LearnedFilters, LearnedOperation } from './sequence/arguments.ts';
export {
  type OperationHelp,
  type OperationName,
  operationHelp,
  operationNames,
} from './sequence/operations.ts';
export type { ResultKind, SequenceResult } from './sequence/result.ts';
export {
  type RunOptions,
  Sequence,
  type SequenceOptions,
  type SequenceProgress,
  type SequenceReadOptions,
  type Step,
  sequence,
} from './sequence/sequence.ts';
export {
  type ThinMethod,
  type ThinOptions,
  skeletonize,
  thin,
  thinMethods,
} from './skeleton/thin.ts';
