import type { Sound } from '@onebit/audio';
import type { Outcome } from '../run/protocol.ts';

/** What can be listened to. */
export type Voice = 'mixture' | 'first' | 'second';

/** Seconds in which one voice fades into another. */
const FADE = 0.015;

/** Plays mixture and talkers in step, one of them to be heard. */
export class Player {
  readonly #context = new AudioContext();
  readonly #gains: Readonly<Record<Voice, GainNode>>;
  #buffers: Readonly<Record<Voice, AudioBuffer>> | undefined;
  #sources: AudioBufferSourceNode[] = [];
  /** The context's time at which the sound's own time was zero; undefined while it is silent. */
  #zero: number | undefined;
  #position = 0;
  #voice: Voice = 'mixture';
  /** Hears that the sound has come to its end. */
  onEnd: () => void = () => undefined;

  constructor() {
    const gain = (voice: Voice): GainNode => {
      const node = this.#context.createGain();
      node.gain.value = voice === this.#voice ? 1 : 0;
      node.connect(this.#context.destination);
      return node;
    };
    this.#gains = { mixture: gain('mixture'), first: gain('first'), second: gain('second') };
  }

  /** Seconds of the sound. */
  get duration(): number {
    return this.#buffers?.first.duration ?? 0;
  }

  /** Seconds from its beginning. */
  get position(): number {
    if (this.#zero === undefined) return this.#position;
    return Math.min(this.duration, this.#context.currentTime - this.#zero);
  }

  get playing(): boolean {
    return this.#zero !== undefined;
  }

  /** Takes another result; what plays goes on from where it was. */
  load({ mixture, talkers }: Outcome, rewind: boolean): void {
    const buffer = (sound: Sound) => this.#bufferOf(sound);
    const [first, second] = talkers;
    const { playing } = this;
    this.pause();
    this.#buffers = {
      mixture: buffer(mixture.sound),
      first: buffer(first.sound),
      second: buffer(second.sound),
    };
    if (rewind) this.#position = 0;
    else if (playing) this.#start();
  }

  play(): void {
    void this.#context.resume();
    if (this.position >= this.duration) this.#position = 0;
    this.#start();
  }

  pause(): void {
    this.#position = this.position;
    this.#zero = undefined;
    for (const source of this.#sources.splice(0)) {
      source.onended = null;
      source.stop();
      source.disconnect();
    }
  }

  /** Goes to a place, in seconds. */
  seek(seconds: number): void {
    const { playing } = this;
    this.pause();
    this.#position = Math.max(0, Math.min(this.duration, seconds));
    if (playing) this.#start();
  }

  /** Lets one voice be heard, without a click and without a gap. */
  listen(voice: Voice): void {
    this.#voice = voice;
    const now = this.#context.currentTime;
    for (const [name, { gain }] of Object.entries(this.#gains)) {
      gain.cancelScheduledValues(now);
      gain.setTargetAtTime(name === voice ? 1 : 0, now, FADE / 3);
    }
  }

  dispose(): void {
    this.pause();
    void this.#context.close();
  }

  #start(): void {
    if (!this.#buffers || this.#zero !== undefined) return;
    // A little later than now, so that all three begin with the same sample.
    const at = this.#context.currentTime + 0.02;
    this.#zero = at - this.#position;
    this.#sources = Object.entries(this.#buffers).map(([voice, buffer]) => {
      const source = this.#context.createBufferSource();
      source.buffer = buffer;
      source.connect(this.#gains[voice as Voice]);
      source.start(at, Math.min(this.#position, buffer.duration));
      return source;
    });
    this.#sources[1]!.onended = () => {
      this.pause();
      this.#position = this.duration;
      this.onEnd();
    };
  }

  #bufferOf({ sampleRate, channels }: Sound): AudioBuffer {
    const buffer = this.#context.createBuffer(channels.length, channels[0]!.length, sampleRate);
    channels.forEach((samples, channel) => {
      buffer.copyToChannel(samples as Float32Array<ArrayBuffer>, channel);
    });
    return buffer;
  }
}
