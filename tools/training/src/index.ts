export { imageRecipes, type ImageRecipe } from './image-classification/recipes.ts';
export {
  trainImageClassification,
  type TrainImageOptions,
  type TrainedImageModel,
} from './image-classification/train.ts';
export { writeImageCard } from './image-classification/card.ts';
