import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Answer } from '@onebit/http-service';
import { strToU8, Zip, ZipDeflate, ZipPassThrough } from 'fflate';
import type { OutputType } from './formats.ts';
import type { SeparatedRecording } from './separated-recording.ts';
import { type Tape, tapeIn } from './tape.ts';
import type { FileContent } from './track.ts';

interface AnswerFile extends FileContent {
  readonly name: string;
  readonly type: string;
}

/** The name of the answer's file in the folder. */
const ANSWER = 'answer';

/**
 * Writes a separated recording in the form that the client takes.
 *
 * @param folder - where the answer lies; in memory where absent
 */
export function packAnswer(
  type: OutputType,
  recording: SeparatedRecording,
  folder: string | undefined,
): Answer {
  using tape = tapeIn(folder, ANSWER);
  const contentType = writers[type](recording, tape);
  return {
    headers: { ...headers(recording), 'Content-Type': contentType },
    body: folder === undefined ? joined(tape) : { path: join(folder, ANSWER), size: tape.size },
  };
}

/** Each writes the body and gives its content type. */
const writers: Readonly<Record<OutputType, (recording: SeparatedRecording, tape: Tape) => string>> =
  {
    'application/zip': (recording, tape) => {
      writeZip(filesOf(recording), tape);
      return 'application/zip';
    },
    'application/json': (recording, tape) => {
      tape.write(strToU8(jsonOf(recording)));
      return 'application/json; charset=utf-8';
    },
    'multipart/mixed': (recording, tape) => {
      const boundary = `onebit-${randomUUID()}`;
      writeParts(filesOf(recording), boundary, tape);
      return `multipart/mixed; boundary=${boundary}`;
    },
  };

/** The report with everything that decided it. */
function documentOf({ model, parameters, report }: SeparatedRecording): object {
  const { network, bytes, digest } = model;
  return { ...report, model: { id: network.id, bytes, digest }, parameters };
}

function filesOf(recording: SeparatedRecording): AnswerFile[] {
  const { tracks, pictures } = recording;
  const report = strToU8(`${JSON.stringify(documentOf(recording), undefined, 2)}\n`);
  const whole = (bytes: Uint8Array): FileContent => ({
    size: bytes.length,
    pieces: () => [bytes],
  });
  const file = (name: string, type: string, content: FileContent): AnswerFile => ({
    name,
    type,
    size: content.size,
    pieces: () => content.pieces(),
  });
  return [
    file('report.json', 'application/json', whole(report)),
    ...tracks.map((track, talker) => file(`talker-${talker + 1}.wav`, 'audio/wav', track)),
    ...pictures.map(({ name, bytes }) => file(name, 'image/png', whole(bytes))),
  ];
}

/** Sound and pictures do not get smaller by deflating; the date is the oldest a ZIP file knows. */
function writeZip(files: readonly AnswerFile[], tape: Tape): void {
  const zip = new Zip((error, chunk) => {
    if (error) throw error;
    tape.write(chunk);
  });
  for (const { name, type, pieces } of files) {
    const entry = type === 'application/json' ? new ZipDeflate(name) : new ZipPassThrough(name);
    entry.mtime = new Date(1980, 0, 1);
    zip.add(entry);
    for (const piece of pieces()) entry.push(piece);
    entry.push(new Uint8Array(0), true);
  }
  zip.end();
}

function writeParts(files: readonly AnswerFile[], boundary: string, tape: Tape): void {
  for (const { name, type, size, pieces } of files) {
    tape.write(
      strToU8(
        `--${boundary}\r\nContent-Type: ${type}\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Length: ${size}\r\n\r\n`,
      ),
    );
    for (const piece of pieces()) tape.write(piece);
    tape.write(strToU8('\r\n'));
  }
  tape.write(strToU8(`--${boundary}--\r\n`));
}

function jsonOf(recording: SeparatedRecording): string {
  const { tracks, pictures, timings } = recording;
  const file = (type: string, pieces: Iterable<Uint8Array>) => ({
    type,
    base64: Buffer.concat([...pieces]).toString('base64'),
  });
  return JSON.stringify({
    report: documentOf(recording),
    talkers: tracks.map((track) => file('audio/wav', track.pieces())),
    pictures: Object.fromEntries(
      pictures.map(({ name, bytes }) => [name, file('image/png', [bytes])]),
    ),
    timings,
  });
}

/** One array that owns its buffer, so that it can leave the worker without a copy. */
function joined(tape: Tape): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(tape.size);
  let at = 0;
  for (const piece of tape.pieces()) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

function headers({ report, model, timings }: SeparatedRecording): Record<string, string> {
  return {
    'Onebit-Model': model.network.id,
    'Onebit-Talkers': String(report.talkers.count),
    'Onebit-Confidence': report.confidence.toFixed(3),
    ...(report.notes.length > 0 && { 'Onebit-Notes': ascii(report.notes.join(' ')) }),
    'Server-Timing': Object.entries(timings)
      .map(([stage, ms]) => `${stage};dur=${ms.toFixed(1)}`)
      .join(', '),
    Vary: 'Accept',
  };
}

/** A header takes visible ASCII only. */
function ascii(text: string): string {
  return text.replace(/[^\x20-\x7e]/g, '?');
}
