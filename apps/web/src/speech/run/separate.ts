import { decodeSound, readWav, type Sound, writeWav } from '@onebit/audio';
import {
  SAMPLE_RATE,
  SpeechSeparator,
  TalkerPicture,
  type SeparationReport,
} from '@onebit/speech-separation';
import { strFromU8, unzipSync } from 'fflate';
import { peaksOf } from './peaks.ts';
import type { Outcome, Progress, Recording, Request, TalkerTrack } from './protocol.ts';

interface Separated {
  readonly talkers: readonly [Sound, Sound];
  readonly report: SeparationReport;
}

/** Ready once a second of silence went through, so that no recording's time holds the compiling. */
const ready = prepare();

async function prepare(): Promise<SpeechSeparator> {
  const separator = await SpeechSeparator.load();
  await separator.separate({ sampleRate: SAMPLE_RATE, channels: [new Float32Array(SAMPLE_RATE)] });
  return separator;
}

let kept: { readonly id: number; readonly sound: Sound } | undefined;

/** The samples of a recording; those of the last one are kept for other masks. */
async function soundOf({ id, file, sound }: Recording): Promise<Sound> {
  if (kept?.id !== id) {
    kept = { id, sound: sound ?? (await decodeSound(new Uint8Array(await file.arrayBuffer()))) };
  }
  return kept.sound;
}

/** Separates a recording, or takes what the service made of it, and makes it fit to be shown. */
export async function separate(
  { recording, choice, archive }: Request,
  onProgress: (progress: Progress) => void,
): Promise<Outcome> {
  const separator = await ready;
  const sound = await soundOf(recording);
  const started = performance.now();
  const separated: Separated = archive
    ? readArchive(new Uint8Array(archive))
    : await separator.separate(sound, {
        ...choice,
        onProgress: ({ done, etaSeconds }) => {
          onProgress({ stage: 'separate', share: done, etaSeconds });
        },
      });
  const took = (performance.now() - started) / 1000;
  const [first, second] = separated.talkers;
  const picture = new TalkerPicture();
  picture.push(first.channels[0]!, second.channels[0]!);
  return {
    recording: recording.id,
    mixture: { sound, peaks: peaksOf(sound) },
    talkers: [trackOf(first), trackOf(second)],
    picture: picture.end(),
    report: separated.report,
    runner: archive ? 'service' : 'browser',
    took,
  };
}

function trackOf(sound: Sound): TalkerTrack {
  const file = new Blob([writeWav(sound)], { type: 'audio/wav' });
  return { sound, peaks: peaksOf(sound), file };
}

/** What the service answers: a ZIP of both tracks and the report. */
function readArchive(archive: Uint8Array): Separated {
  const files = unzipSync(archive, { filter: ({ name }) => !name.endsWith('.png') });
  // JSON has no word for the level of silence.
  const level = (key: string, value: unknown): unknown =>
    value === null && /^[01]$/.test(key) ? -Infinity : value;
  return {
    talkers: [readWav(files['talker-1.wav']!), readWav(files['talker-2.wav']!)],
    report: JSON.parse(strFromU8(files['report.json']!), level) as SeparationReport,
  };
}
