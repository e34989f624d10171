export { EmotionClassifier } from './emotion-classifier.ts';
export {
  type ClassifyOptions,
  type ClassifyProgress,
  type EmotionResult,
  type LabelExplanation,
  type WeightedNgram,
  type WeightedSpan,
} from './result.ts';
export { type CoOccurrence, CoOccurrenceCounter, type LabelCompany } from './co-occurrence.ts';
export { languageName } from './language-name.ts';
export { EMOTION_LIMITS } from './limits.ts';
export { type EkmanGroup, ekmanGroups, ekmanNames, ekmanScores } from './emotion-groups.ts';
