export {
  type CaseName,
  type FailedCase,
  type MorphologicalFilteringEvaluation,
  type MorphologicalFilteringEvaluationOptions,
  evaluateMorphologicalFiltering,
} from './morphological-filtering/evaluate.ts';
export {
  evaluateImageClassification,
  type ImageClassificationEvaluation,
  type ImageClassificationEvaluationOptions,
} from './image-classification/evaluate.ts';
export {
  type EmotionClassificationEvaluation,
  type EmotionClassificationEvaluationOptions,
  evaluateEmotionClassification,
} from './emotion-classification/evaluate.ts';
export { hostileFamilies, hostileText } from './emotion-classification/hostile-text.ts';
export {
  calibrateSpeechSeparation,
  type SpeechCalibration,
} from './speech-separation/calibrate.ts';
export type { Reliability } from './speech-separation/reliability.ts';
export { countSwaps, type SwapCount, type SwapOptions } from './speech-separation/swaps.ts';
export {
  evaluateSpeechSeparation,
  type SpeechScores,
  type SpeechSeparationEvaluation,
  type SpeechSeparationEvaluationOptions,
} from './speech-separation/evaluate.ts';
export { type GradientOptions, type GradientRow, reproduceGradient } from './bimonn/gradient.ts';
export { type BimonnResults, bimonnReport } from './bimonn/report.ts';
export type { Spread } from './bimonn/spread.ts';
export {
  type LatticeReproduction,
  type LatticeRow,
  type ReproduceOptions,
  reproduceLattice,
} from './bimonn/lattice.ts';
export {
  type DenoisingEvaluation,
  type DenoisingEvaluationOptions,
  evaluateDenoising,
} from './denoising/evaluate.ts';
export { type CleaningScores, cleaningScores } from './denoising/scores.ts';
export { type TrainDenoisingOptions, trainDenoising } from './denoising/train.ts';
export type { DenoisingRow, TrainedDenoising } from './denoising/trained-denoising.ts';
