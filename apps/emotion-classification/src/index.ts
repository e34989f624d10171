export { createEmotionClassificationService, startEmotionClassification } from './service.ts';
