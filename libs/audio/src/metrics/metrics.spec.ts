import { describe, expect, it } from 'vitest';
import { bssEval } from './bss-eval.ts';
import { siSdr } from './si-sdr.ts';
import { stoi } from './stoi.ts';

/** Noise that is the same in every run. */
function noise(length: number, seed: number): Float32Array {
  let state = seed;
  return Float32Array.from({ length }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state / 2 ** 31;
  });
}

const mixed = (a: Float32Array, b: Float32Array, gain: number): Float32Array =>
  a.map((value, at) => value + gain * b[at]!);

/** Bursts of noise, as loud and as soft as speech. */
const speechLike = noise(16_000, 1).map((value, at) => value * (0.05 + Math.sin(at / 900) ** 2));

describe('SI-SDR', () => {
  it('is the ratio of orthogonal parts, whatever the scale and the mean', () => {
    const source = Float32Array.of(1, -1, 1, -1);
    const error = Float32Array.of(1, 1, -1, -1);
    const estimate = mixed(source, error, 0.1);
    expect(siSdr(estimate, source)).toBeCloseTo(20, 4);
    expect(
      siSdr(
        estimate.map((value) => 7 * value + 3),
        source,
      ),
    ).toBeCloseTo(20, 4);
  });
});

describe('BSS Eval', () => {
  const a = noise(8000, 2);
  const b = noise(8000, 3);
  const judge = bssEval([a, b]);

  it('counts the other source as interference and nothing as artefacts', () => {
    const { sdr, sir, sar } = judge(mixed(a, b, 0.1), 0);
    expect(sir).toBeCloseTo(20, 0);
    expect(sdr).toBeCloseTo(sir, 2);
    expect(sar).toBeGreaterThan(60);
  });

  it('counts what no source explains as artefacts', () => {
    // Filters of 2 * 512 taps explain about an eighth of any noise of 8000 samples by chance.
    const { sdr, sir, sar } = judge(mixed(a, noise(8000, 4), 0.1), 0);
    expect(sar).toBeGreaterThan(20);
    expect(sar).toBeLessThan(21);
    expect(sdr).toBeLessThanOrEqual(sar);
    expect(sir).toBeGreaterThan(28);
  });

  it('forgives filters of up to 512 taps', () => {
    const echo = a.map((value, at) => value + 0.5 * (a[at - 300] ?? 0));
    // The echo of the last samples is cut off, which no filter explains.
    expect(judge(echo, 0).sdr).toBeGreaterThan(20);
    const late = a.map((value, at) => value + 0.5 * (a[at - 700] ?? 0));
    expect(judge(late, 0).sdr).toBeLessThan(8);
  });
});

describe('STOI', () => {
  it('is 1 for the same signal and falls with noise', () => {
    expect(stoi(speechLike, speechLike, 8000)).toBeCloseTo(1, 6);
    const disturbance = noise(16_000, 9);
    const scores = [0.1, 0.5, 2].map((gain) =>
      stoi(speechLike, mixed(speechLike, disturbance, gain), 8000),
    );
    expect(scores[0]!).toBeGreaterThan(scores[1]!);
    expect(scores[1]!).toBeGreaterThan(scores[2]!);
    expect(scores[2]!).toBeLessThan(0.8);
  });

  it('does not know what too little speech is worth', () => {
    expect(stoi(speechLike.subarray(0, 1000), speechLike.subarray(0, 1000), 8000)).toBeNaN();
  });
});
