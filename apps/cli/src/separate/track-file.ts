import { randomUUID } from 'node:crypto';
import { type FileHandle, open, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { FlacEncoder, WavEncoder } from '@onebit/audio';

/** How talkers' tracks are stored. */
export type TrackFormat = 'wav' | 'flac';

/**
 * A sound file of one channel under way: it stands beside its place until it is whole, so that
 * under the name there is never half a file.
 */
export class TrackFile {
  readonly #file: FileHandle;
  readonly #part: string;
  readonly #encoder: WavEncoder | FlacEncoder;
  #at = 0;
  #isOpen = true;

  private constructor(file: FileHandle, part: string, encoder: WavEncoder | FlacEncoder) {
    this.#file = file;
    this.#part = part;
    this.#encoder = encoder;
  }

  /** Begins a file that will stand at a path. */
  static async create(path: string, format: TrackFormat, sampleRate: number): Promise<TrackFile> {
    const part = join(dirname(path), `.${basename(path)}.${randomUUID()}.part`);
    const encoder =
      format === 'wav' ? new WavEncoder(sampleRate, 1) : new FlacEncoder(sampleRate, 1);
    const track = new TrackFile(await open(part, 'wx'), part, encoder);
    await track.#append(encoder.header());
    return track;
  }

  async push(samples: Float32Array): Promise<void> {
    await this.#append(this.#encoder.push([samples]));
  }

  /** Ends the file and puts it in its place. */
  async commit(path: string): Promise<void> {
    if (this.#encoder instanceof FlacEncoder) await this.#append(this.#encoder.end());
    const header = this.#encoder.header();
    await this.#file.write(header, 0, header.length, 0);
    await this.#file.sync();
    await this.#close();
    await rename(this.#part, path);
  }

  /** Leaves nothing of the file; nothing is left to do behind {@link commit}. */
  async discard(): Promise<void> {
    if (!this.#isOpen) return;
    await this.#close();
    await rm(this.#part, { force: true });
  }

  async #append(bytes: Uint8Array): Promise<void> {
    await this.#file.write(bytes, 0, bytes.length, this.#at);
    this.#at += bytes.length;
  }

  async #close(): Promise<void> {
    this.#isOpen = false;
    await this.#file.close();
  }
}
