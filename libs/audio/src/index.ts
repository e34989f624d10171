export type { Sound } from './sound.ts';
export { isFlac, readFlac } from './flac/read.ts';
export { Stft, type Spectrogram } from './stft/stft.ts';
export { siSdr } from './metrics/si-sdr.ts';
