import type { Sound } from '@onebit/audio';
import type { Peaks } from './protocol.ts';

/** Stretches that a waveform is drawn from. */
const STRETCHES = 1200;

/** The smallest and the largest sample of each stretch, over all channels. */
export function peaksOf({ channels }: Sound): Peaks {
  const length = channels[0]?.length ?? 0;
  const stretches = Math.min(STRETCHES, length);
  const peaks = new Float32Array(stretches * 2);
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = Math.floor((stretch * length) / stretches);
    const to = Math.floor(((stretch + 1) * length) / stretches);
    let [least, most] = [Infinity, -Infinity];
    for (const samples of channels) {
      for (let at = from; at < to; at++) {
        const value = samples[at]!;
        if (value < least) least = value;
        if (value > most) most = value;
      }
    }
    peaks[stretch * 2] = least;
    peaks[stretch * 2 + 1] = most;
  }
  return peaks;
}
