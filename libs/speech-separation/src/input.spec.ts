import { describe, expect, it } from 'vitest';
import { SAMPLE_RATE } from './features.ts';
import { type HeardInput, InputMixer } from './input.ts';

const wave = Float32Array.from({ length: 4000 }, (_, at) => 0.5 * Math.sin(at / 5));
const noise = Float32Array.from({ length: 4000 }, (_, at) => 0.5 * Math.sin(at * at * 1.7));

function heard(sampleRate: number, channels: readonly Float32Array[]): HeardInput {
  const mixer = new InputMixer({ sampleRate, channels: channels.length });
  mixer.push(channels);
  mixer.end();
  return mixer.heard;
}

describe('sound on its way in', () => {
  it('is said to have been mixed down, and what speaks against it', () => {
    const mixedDown = '2 channels were mixed down to one.';
    expect(heard(SAMPLE_RATE, [wave, wave]).notes).toEqual([mixedDown]);
    expect(heard(SAMPLE_RATE, [wave, noise]).notes[1]).toContain('hold different sound');
    expect(heard(SAMPLE_RATE, [wave, wave.map((value) => -value)]).notes[1]).toContain('cancel');
    expect(heard(SAMPLE_RATE, [wave, new Float32Array(4000)]).notes).toEqual([mixedDown]);
    expect(heard(SAMPLE_RATE, [wave, wave, wave]).notes).toEqual([
      '3 channels were mixed down to one.',
    ]);
  });

  it('is said to have had another rate, to be clipped or silent', () => {
    expect(heard(44_100, [wave]).notes.join()).toContain('nothing above 4 kHz is kept');
    expect(heard(6000, [wave]).notes.join()).toContain('there is nothing above 3000 Hz');
    const loud = wave.map((value) => Math.max(-1, Math.min(1, 3 * value)));
    const { clipped, notes } = heard(SAMPLE_RATE, [loud]);
    expect(clipped).toBeGreaterThan(0.3);
    expect(notes.join()).toContain('clipped');
    expect(heard(SAMPLE_RATE, [new Float32Array(9)]).notes).toEqual(['The sound is silent.']);
  });

  it('does not depend on how its blocks were cut', () => {
    const mixer = new InputMixer({ sampleRate: 22_050, channels: 2 });
    const whole = [...mixer.push([wave, noise]), ...mixer.end()];
    const other = new InputMixer({ sampleRate: 22_050, channels: 2 });
    const got: number[] = [];
    for (let at = 0; at < wave.length; at += 777) {
      got.push(...other.push([wave.subarray(at, at + 777), noise.subarray(at, at + 777)]));
    }
    expect([...got, ...other.end()]).toEqual(whole);
    expect(other.heard.notes).toEqual(mixer.heard.notes);
  });

  it('is refused where it is none', () => {
    const code = (expected: string): unknown => expect.objectContaining({ code: expected });
    expect(() => heard(SAMPLE_RATE, [])).toThrow(code('size-mismatch'));
    expect(() => heard(SAMPLE_RATE, [new Float32Array(0)])).toThrow(code('size-mismatch'));
    expect(() => heard(SAMPLE_RATE, [wave, wave.subarray(1)])).toThrow(code('size-mismatch'));
    expect(() => heard(SAMPLE_RATE, [Float32Array.of(Infinity)])).toThrow(code('value-invalid'));
    expect(() => heard(3999, [wave])).toThrow(code('audio-format-unsupported'));
  });
});
