export { createMorphologicalFilteringService, startMorphologicalFiltering } from './service.ts';
