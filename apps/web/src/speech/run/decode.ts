import { decodeSound, FORMAT_BYTES, soundFormat, type Sound } from '@onebit/audio';
import { Refusal } from '../../ui/problem.ts';

/** Rate at which files are decoded that do not tell theirs; the separator takes it from there. */
const RATE = 48_000;

/** The samples of a file that only the page can decode; undefined where the worker does it. */
export async function pageSound(file: Blob): Promise<Sound | undefined> {
  const format = soundFormat(new Uint8Array(await file.slice(0, FORMAT_BYTES).arrayBuffer()));
  if (format === 'wav' || format === 'flac') return undefined;
  return format ? decodeSound(new Uint8Array(await file.arrayBuffer())) : decodeInBrowser(file);
}

/**
 * Decodes what the library does not know and the browser may: WebM, MP4.
 *
 * @throws Refusal
 */
export async function decodeInBrowser(file: Blob): Promise<Sound> {
  const bytes = await file.arrayBuffer();
  const context = new OfflineAudioContext(1, 1, RATE);
  const buffer = await context.decodeAudioData(bytes).catch(() => {
    throw new Refusal({
      title: 'The file is no sound that can be read',
      expected: 'WAV, FLAC, or what this browser decodes, such as MP3, Ogg and M4A',
      received: file.type ? `a file of type ${file.type}` : 'a file of an unknown type',
      hint: 'Convert it to WAV or FLAC.',
    });
  });
  const channels = Array.from({ length: buffer.numberOfChannels }, (_, channel) =>
    buffer.getChannelData(channel),
  );
  return { sampleRate: buffer.sampleRate, channels };
}
