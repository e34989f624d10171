export {
  BINS,
  features,
  FRAME_SIZE,
  frameFeatures,
  framePower,
  LEVEL_REACH,
  SAMPLE_RATE,
} from './features.ts';
