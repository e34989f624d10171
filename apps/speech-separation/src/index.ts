export { createSpeechSeparationService, startSpeechSeparation } from './service.ts';
