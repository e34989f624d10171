export {
  type SeparatedPart,
  type Separation,
  type SeparateOptions,
  type SeparationProgress,
  SpeechSeparator,
} from './speech-separator.ts';
export { SeparationStream, type TalkerSamples } from './separation-stream.ts';
export type { MaskOptions } from './mask.ts';
export type { SeparationReport } from './report.ts';
export type { SoundBlocks } from './input.ts';
export type { TalkerEstimate } from './talker-counter.ts';
export { TalkerPicture, type PictureColumns } from './talker-picture.ts';
export type { Segment } from './segment-meter.ts';
export { BINS, features, FRAME_SIZE, SAMPLE_RATE } from './features.ts';
