export {
  type CaseName,
  type FailedCase,
  type MorphologicalFilteringEvaluation,
  type MorphologicalFilteringEvaluationOptions,
  evaluateMorphologicalFiltering,
} from './morphological-filtering/evaluate.ts';
