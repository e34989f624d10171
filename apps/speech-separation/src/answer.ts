import { randomUUID } from 'node:crypto';
import type { Answer } from '@onebit/http-service';
import { strToU8, zipSync, type Zippable } from 'fflate';
import type { OutputType } from './formats.ts';
import type { SeparatedRecording } from './separate.ts';

interface AnswerFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

/** An answer whose body owns its buffer, so that it can leave the worker without a copy. */
export type PackedAnswer = Answer & { readonly body: Uint8Array<ArrayBuffer> };

/** Writes a separated recording in the form that the client takes. */
export async function packAnswer(
  type: OutputType,
  recording: SeparatedRecording,
): Promise<PackedAnswer> {
  const [contentType, body] = writers[type](recording);
  return { headers: { ...headers(recording), 'Content-Type': contentType }, body };
}

const writers: Readonly<
  Record<OutputType, (recording: SeparatedRecording) => [string, Uint8Array<ArrayBuffer>]>
> = {
  'application/zip': (recording) => ['application/zip', zipOf(filesOf(recording))],
  'application/json': (recording) => [
    'application/json; charset=utf-8',
    owned(strToU8(jsonOf(recording))),
  ],
  'multipart/mixed': (recording) => {
    const boundary = `onebit-${randomUUID()}`;
    return [`multipart/mixed; boundary=${boundary}`, partsOf(filesOf(recording), boundary)];
  },
};

/** The report with everything that decided it. */
function documentOf({ model, parameters, report }: SeparatedRecording): object {
  const { network, bytes, digest } = model;
  return { ...report, ...parameters, model: { id: network.id, bytes, digest } };
}

function filesOf(recording: SeparatedRecording): AnswerFile[] {
  const { tracks, pictures } = recording;
  const report = strToU8(`${JSON.stringify(documentOf(recording), undefined, 2)}\n`);
  return [
    { name: 'report.json', type: 'application/json', bytes: report },
    ...tracks.map((bytes, talker) => ({
      name: `talker-${talker + 1}.wav`,
      type: 'audio/wav',
      bytes,
    })),
    ...pictures.map(({ name, bytes }) => ({ name, type: 'image/png', bytes })),
  ];
}

/** Sound and pictures do not get smaller by deflating; the date is the oldest a ZIP file knows. */
function zipOf(files: readonly AnswerFile[]): Uint8Array<ArrayBuffer> {
  const entries: Zippable = Object.fromEntries(
    files.map(({ name, type, bytes }) => [
      name,
      [bytes, { level: type === 'application/json' ? 6 : 0 }],
    ]),
  );
  return owned(zipSync(entries, { mtime: new Date(1980, 0, 1) }));
}

function jsonOf(recording: SeparatedRecording): string {
  const { tracks, pictures, timings } = recording;
  const file = (type: string, bytes: Uint8Array) => ({
    type,
    base64: Buffer.from(bytes).toString('base64'),
  });
  return JSON.stringify({
    report: documentOf(recording),
    talkers: tracks.map((bytes) => file('audio/wav', bytes)),
    pictures: Object.fromEntries(
      pictures.map(({ name, bytes }) => [name, file('image/png', bytes)]),
    ),
    timings,
  });
}

function partsOf(files: readonly AnswerFile[], boundary: string): Uint8Array<ArrayBuffer> {
  const pieces = files.flatMap(({ name, type, bytes }) => [
    strToU8(
      `--${boundary}\r\nContent-Type: ${type}\r\nContent-Disposition: attachment; filename="${name}"\r\nContent-Length: ${bytes.length}\r\n\r\n`,
    ),
    bytes,
    strToU8('\r\n'),
  ]);
  return owned(Buffer.concat([...pieces, strToU8(`--${boundary}--\r\n`)]));
}

function owned(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = bytes.byteLength === bytes.buffer.byteLength;
  return whole && bytes.buffer instanceof ArrayBuffer
    ? (bytes as Uint8Array<ArrayBuffer>)
    : new Uint8Array(bytes);
}

function headers({ report, model, timings }: SeparatedRecording): Record<string, string> {
  return {
    'Onebit-Model': model.network.id,
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
