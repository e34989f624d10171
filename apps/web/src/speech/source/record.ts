import { writeWav } from '@onebit/audio';
import { Refusal, type Problem } from '../../ui/problem.ts';
import { decodeInBrowser } from '../run/decode.ts';

/** A recording under way. */
export interface Recording {
  /** Ends it and gives it as a WAV file. */
  stop(): Promise<File>;
  /** Ends it and forgets it. */
  discard(): void;
}

/** Why a microphone could not be had, by the name of the browser's error. */
const refusals: Readonly<Record<string, Problem>> = {
  NotAllowedError: {
    title: 'The microphone may not be used',
    expected: 'permission to use the microphone',
    received: 'a refusal',
    hint: 'Allow the microphone for this page in the browser, then try again.',
  },
  NotFoundError: {
    title: 'There is no microphone',
    expected: 'a microphone',
    received: 'none',
    hint: 'Connect one, or open a recording as a file.',
  },
  NotReadableError: {
    title: 'The microphone is in use',
    expected: 'a free microphone',
    received: 'one that another program holds',
    hint: 'End the other program, then try again.',
  },
};

/**
 * Starts to record from the microphone, as it hears, without the filters for calls.
 *
 * @throws Refusal where there is no microphone to be had
 */
export async function record(): Promise<Recording> {
  // Browsers hide the microphone from pages that come over plain HTTP from elsewhere.
  const { mediaDevices } = navigator as { mediaDevices?: MediaDevices };
  if (!mediaDevices || typeof MediaRecorder === 'undefined') {
    throw new Refusal({
      title: 'This page cannot record',
      expected: 'a page from this machine or over HTTPS',
      received: `${location.protocol}//${location.host}`,
      hint: 'Open the page at 127.0.0.1 or over HTTPS, or open a recording as a file.',
    });
  }
  const stream = await mediaDevices
    .getUserMedia({
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    })
    .catch((error: unknown) => {
      const { name, message } = error as DOMException;
      throw new Refusal(
        refusals[name] ?? {
          title: 'The microphone cannot be used',
          received: message || name,
          hint: 'Open a recording as a file instead.',
        },
      );
    });
  const release = () => {
    stream.getTracks().forEach((track) => {
      track.stop();
    });
  };
  const recorder = new MediaRecorder(stream);
  const pieces: Blob[] = [];
  recorder.ondataavailable = ({ data }) => pieces.push(data);
  recorder.start();
  return {
    async stop() {
      const stopped = new Promise((resolve) => {
        recorder.onstop = resolve;
      });
      recorder.stop();
      await stopped;
      release();
      const sound = await decodeInBrowser(new Blob(pieces, { type: recorder.mimeType }));
      return new File([writeWav(sound)], 'recording.wav', { type: 'audio/wav' });
    },
    discard() {
      recorder.onstop = null;
      recorder.stop();
      release();
    },
  };
}
