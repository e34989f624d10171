export { imageRecipes, type ImageRecipe } from './image-classification/recipes.ts';
export { trainImageClassification, type TrainImageOptions } from './image-classification/train.ts';
export type { TrainedImageModel } from './image-classification/trained-model.ts';
export { writeImageCard } from './image-classification/card.ts';
export { emotionRecipes, type EmotionRecipe } from './emotion-classification/recipes.ts';
export {
  languageRecipes,
  type LanguageRecipe,
} from './emotion-classification/languages/language-recipes.ts';
export {
  trainLanguages,
  type TrainLanguagesOptions,
} from './emotion-classification/languages/train-languages.ts';
export type {
  LanguageFigures,
  TrainedLanguageModel,
} from './emotion-classification/languages/trained-languages.ts';
export {
  trainEmotionClassification,
  type TrainEmotionOptions,
} from './emotion-classification/train.ts';
export type { TrainedEmotionModel } from './emotion-classification/trained-model.ts';
export {
  reproduceJointNetworks,
  type JointNetworkComparison,
  type JointNetworkOptions,
  type JointNetworkRow,
} from './emotion-classification/joint-networks/compare.ts';
export { writeSpeechCard } from './speech-separation/card.ts';
export { speechRecipes, type SpeechRecipe } from './speech-separation/recipes.ts';
export { trainSpeechSeparation, type TrainSpeechOptions } from './speech-separation/train.ts';
export type { TrainedSpeechModel } from './speech-separation/trained-model.ts';
export { plotSimpson } from './simpson/plot-curves.ts';
export {
  reproduceSimpson,
  type SimpsonOptions,
  type SimpsonReproduction,
  type SimpsonRow,
  type SimpsonScores,
} from './simpson/reproduce.ts';
