import {
  applyMask,
  bssEval,
  idealBinaryMask,
  siSdr,
  stoi,
  Stft,
  type BssScores,
} from '@onebit/audio';

/** A mixture of two talkers with both alone. */
export interface Mixture {
  readonly mixture: Float32Array;
  readonly talkers: readonly [Float32Array, Float32Array];
}

/** Scores of one separated mixture, means over both talkers. */
export interface MixtureScores extends BssScores {
  /** SI-SDR of the estimates above that of the mixture, in decibels. */
  readonly improvement: number;
  readonly stoi: number;
}

type Pair = readonly [Float32Array, Float32Array];

/** SI-SDR improvement in the better order of the talkers, and that order. */
export function bestOrder(
  { mixture, talkers: [s1, s2] }: Mixture,
  [first, second]: Pair,
): { improvement: number; ordered: Pair } {
  const before = siSdr(mixture, s1) + siSdr(mixture, s2);
  const straight = siSdr(first, s1) + siSdr(second, s2);
  const crossed = siSdr(first, s2) + siSdr(second, s1);
  return straight >= crossed
    ? { improvement: (straight - before) / 2, ordered: [first, second] }
    : { improvement: (crossed - before) / 2, ordered: [second, first] };
}

/** Makes a judge of one mixture: what its references alone decide is computed once. */
export function judgeOf(
  heard: Mixture,
  sampleRate: number,
): (estimates: Pair) => Promise<MixtureScores> {
  const bss = bssEval(heard.talkers);
  return async (estimates) => {
    const { improvement, ordered } = bestOrder(heard, estimates);
    const each = await Promise.all(
      ordered.map(async (estimate, talker) => ({
        ...bss(estimate, talker),
        stoi: await stoi(heard.talkers[talker]!, estimate, sampleRate),
      })),
    );
    const mean = (key: 'sdr' | 'sir' | 'sar' | 'stoi'): number =>
      (each[0]![key] + each[1]![key]) / 2;
    return {
      improvement,
      sdr: mean('sdr'),
      sir: mean('sir'),
      sar: mean('sar'),
      stoi: mean('stoi'),
    };
  };
}

/** What the ideal binary mask of 64 ms frames reaches: the best that binary masks can do here. */
export function idealEstimates({ mixture, talkers }: Mixture): Pair {
  const stft = new Stft();
  const [s1, s2] = talkers.map((talker) => stft.analyse(talker));
  const mask = idealBinaryMask(s1!, s2!);
  const first = stft.synthesise(applyMask(stft.analyse(mixture), mask), mixture.length);
  return [first, mixture.map((value, at) => value - first[at]!)];
}
