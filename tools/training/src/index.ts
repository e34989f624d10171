export { imageRecipes, type ImageRecipe } from './image-classification/recipes.ts';
export {
  trainImageClassification,
  type TrainImageOptions,
  type TrainedImageModel,
} from './image-classification/train.ts';
export { writeImageCard } from './image-classification/card.ts';
export { emotionRecipes, type EmotionRecipe } from './emotion-classification/recipes.ts';
export {
  languageRecipes,
  type LanguageRecipe,
} from './emotion-classification/languages/language-recipes.ts';
export {
  trainLanguages,
  type LanguageFigures,
  type TrainedLanguageModel,
  type TrainLanguagesOptions,
} from './emotion-classification/languages/train-languages.ts';
export {
  trainEmotionClassification,
  type TrainedEmotionModel,
  type TrainEmotionOptions,
} from './emotion-classification/train.ts';
export {
  reproduceJointNetworks,
  type JointNetworkComparison,
  type JointNetworkOptions,
  type JointNetworkRow,
} from './emotion-classification/joint-networks/compare.ts';
export { writeSpeechCard } from './speech-separation/card.ts';
export { speechRecipes, type SpeechRecipe } from './speech-separation/recipes.ts';
export {
  trainSpeechSeparation,
  type TrainedSpeechModel,
  type TrainSpeechOptions,
} from './speech-separation/train.ts';
export { plotSimpson } from './simpson/plot-curves.ts';
export {
  reproduceSimpson,
  type SimpsonOptions,
  type SimpsonReproduction,
  type SimpsonRow,
  type SimpsonScores,
} from './simpson/reproduce.ts';
