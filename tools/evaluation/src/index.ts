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
