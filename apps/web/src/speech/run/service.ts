import { askService, refusalOf, Refusal } from '../../ui/problem.ts';
import type { MaskChoice, Progress } from './protocol.ts';

const route = '/v1/jobs/speech-separation';

/** A job as the service tells it. */
interface Job {
  readonly state: 'queued' | 'running' | 'succeeded' | 'failed' | 'cancelled';
  readonly progress: number;
  readonly etaSeconds: number | null;
}

/**
 * Has the service separate a recording, as a job of any length.
 *
 * @param signal - cancels the job
 * @returns the ZIP of both tracks and the report
 * @throws Refusal with the service's own words, or where no service answers
 */
export async function separateByService(
  file: Blob,
  { mask, confidence }: MaskChoice,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<ArrayBuffer> {
  const query = new URLSearchParams({
    mask,
    ...(confidence !== undefined && { confidence: String(confidence) }),
  });
  onProgress({ stage: 'upload', share: 0 });
  const accepted = await askService(`${route}?${query}`, {
    method: 'POST',
    headers: { Accept: 'application/zip', 'Content-Type': 'application/octet-stream' },
    body: file,
    signal,
  });
  if (!accepted.ok) throw await refusalOf(accepted, route);
  const job = accepted.headers.get('Location')!;
  const cancel = () => {
    void fetch(job, { method: 'DELETE', keepalive: true });
  };
  signal.addEventListener('abort', cancel, { once: true });
  try {
    await finished(job, signal, onProgress);
    const result = await askService(`${job}/result`, { signal });
    if (!result.ok) throw await refusalOf(result, route);
    return await result.arrayBuffer();
  } finally {
    signal.removeEventListener('abort', cancel);
  }
}

/** Follows the job's events until it has ended, well or not. */
function finished(
  job: string,
  signal: AbortSignal,
  onProgress: (progress: Progress) => void,
): Promise<void> {
  const events = new EventSource(`${job}/events`);
  return new Promise<void>((resolve, reject) => {
    const onEvent = ({ data }: MessageEvent<string>) => {
      const { state, progress, etaSeconds } = JSON.parse(data) as Job;
      if (state === 'queued') onProgress({ stage: 'queue', share: 0 });
      else if (state === 'running') onProgress({ stage: 'separate', share: progress, etaSeconds });
      else resolve();
    };
    for (const name of ['progress', 'succeeded', 'failed', 'cancelled']) {
      events.addEventListener(name, onEvent);
    }
    events.onerror = () => {
      // A connection that broke is opened anew by the browser; one that was refused is not.
      if (events.readyState !== EventSource.CLOSED) return;
      reject(
        new Refusal({
          title: 'The service no longer answers',
          expected: 'events of the job',
          received: 'no connection',
          hint: 'Try again, or switch to this browser.',
        }),
      );
    };
    signal.addEventListener(
      'abort',
      () => {
        reject(signal.reason as Error);
      },
      { once: true },
    );
  }).finally(() => {
    events.close();
  });
}
