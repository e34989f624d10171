import { Transform } from '../stft/transform.ts';
import { resample } from '../resample.ts';

const RATE = 10_000;
const FRAME = 256;
const HOP = FRAME / 2;
const FFT_SIZE = 512;
const BANDS = 15;
const LOWEST_BAND = 150;
/** Frames of a segment that is compared: 384 ms. */
const SEGMENT = 30;
/** Frames this far below the loudest one are silence. */
const RANGE_DB = 40;
/** Lowest signal-to-distortion ratio that an estimate is held to. */
const CLIP = 1 + 10 ** (15 / 20);

/**
 * Short-time objective intelligibility (Taal, Hendriks, Heusdens and Jensen, 2011): the mean
 * correlation of short band envelopes of the clean and the processed speech.
 *
 * @param clean - the reference
 * @param processed - the estimate, as long
 * @param sampleRate - of both, in hertz
 * @returns from about 0 to 1; NaN where less than 384 ms of speech are left
 */
export function stoi(clean: Float32Array, processed: Float32Array, sampleRate: number): number {
  const [x, y] = withoutSilence(
    resample(clean, sampleRate, RATE),
    resample(processed, sampleRate, RATE),
  );
  const a = envelopes(x);
  const b = envelopes(y);
  let sum = 0;
  let count = 0;
  for (let band = 0; band < BANDS; band++) {
    const [clean, heard] = [a[band]!, b[band]!];
    for (let end = SEGMENT; end <= clean.length; end++) {
      const clear = clean.subarray(end - SEGMENT, end);
      sum += correlation(clear, clipped(heard.subarray(end - SEGMENT, end), clear));
      count += 1;
    }
  }
  return count > 0 ? sum / count : Number.NaN;
}

const window = Float64Array.from(
  { length: FRAME },
  (_, at) => 0.5 - 0.5 * Math.cos((2 * Math.PI * (at + 1)) / (FRAME + 1)),
);

/** Both signals without the frames in which the clean one is silent, overlapped again. */
function withoutSilence(x: Float32Array, y: Float32Array): [Float64Array, Float64Array] {
  const starts: number[] = [];
  const levels: number[] = [];
  for (let start = 0; start + FRAME <= x.length; start += HOP) {
    let energy = 0;
    for (let at = 0; at < FRAME; at++) energy += (x[start + at]! * window[at]!) ** 2;
    starts.push(start);
    levels.push(10 * Math.log10(energy + 1e-20));
  }
  const loudest = levels.reduce((max, level) => Math.max(max, level), -Infinity);
  const kept = starts.filter((_, at) => levels[at]! > loudest - RANGE_DB);
  const length = kept.length > 0 ? (kept.length - 1) * HOP + FRAME : 0;
  const out: [Float64Array, Float64Array] = [new Float64Array(length), new Float64Array(length)];
  kept.forEach((start, frame) => {
    for (let at = 0; at < FRAME; at++) {
      out[0][frame * HOP + at]! += x[start + at]! * window[at]!;
      out[1][frame * HOP + at]! += y[start + at]! * window[at]!;
    }
  });
  return out;
}

/** First and last bin of each one-third octave band, the last one not included. */
const bandEdges = Array.from({ length: BANDS }, (_, band) => {
  const centre = LOWEST_BAND * 2 ** (band / 3);
  const bin = (hertz: number): number => Math.round((hertz * FFT_SIZE) / RATE);
  return [bin(centre * 2 ** (-1 / 6)), bin(centre * 2 ** (1 / 6))] as const;
});

/** For each band its magnitude in every frame. */
function envelopes(signal: Float64Array): Float64Array[] {
  const fft = new Transform(FFT_SIZE);
  const time = new Float64Array(FFT_SIZE);
  const spectrum = new Float64Array(FFT_SIZE * 2);
  const frames = Math.max(0, Math.floor((signal.length - FRAME) / HOP) + 1);
  const bands = bandEdges.map(() => new Float64Array(frames));
  for (let frame = 0; frame < frames; frame++) {
    for (let at = 0; at < FRAME; at++) time[at] = signal[frame * HOP + at]! * window[at]!;
    fft.realTransform(spectrum, time);
    bandEdges.forEach(([from, to], band) => {
      let power = 0;
      for (let bin = from; bin < to; bin++) {
        power += spectrum[bin * 2]! ** 2 + spectrum[bin * 2 + 1]! ** 2;
      }
      bands[band]![frame] = Math.sqrt(power);
    });
  }
  return bands;
}

/** The processed envelope at the clean one's energy, held to the lowest ratio. */
function clipped(heard: Float64Array, clear: Float64Array): Float64Array {
  const energy = (values: Float64Array): number =>
    Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
  const scale = energy(clear) / (energy(heard) + 1e-20);
  return heard.map((value, at) => Math.min(value * scale, clear[at]! * CLIP));
}

function correlation(a: Float64Array, b: Float64Array): number {
  const mean = (values: Float64Array): number =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const [meanA, meanB] = [mean(a), mean(b)];
  let cross = 0;
  let powerA = 0;
  let powerB = 0;
  for (let at = 0; at < a.length; at++) {
    const x = a[at]! - meanA;
    const y = b[at]! - meanB;
    cross += x * y;
    powerA += x * x;
    powerB += y * y;
  }
  return cross / (Math.sqrt(powerA * powerB) + 1e-20);
}
