import { OnebitError } from '@onebit/errors';
import { type Request, Router } from 'express';
import type { AcceptedTask, Platform, TaskEndpoint } from '../host/service.ts';
import { methods } from '../request/methods.ts';
import { respond } from '../request/respond.ts';
import { deadlineExceeded } from '../workers/deadline.ts';
import { streamEvents } from './events.ts';
import type { Job } from './job.ts';
import type { JobStore } from './store.ts';

/** What the job routes need. */
export interface JobRoutesOptions {
  readonly endpoints: readonly TaskEndpoint[];
  readonly store: JobStore;
  readonly platform: Platform;
}

const acceptableKey = /^[\x21-\x7e]{1,255}$/;

function idempotencyKey(request: Request): string | undefined {
  const key = request.headers['idempotency-key'];
  if (key === undefined) {
    return undefined;
  }
  if (typeof key !== 'string' || !acceptableKey.test(key)) {
    throw new OnebitError('request-malformed', {
      expected: 'an Idempotency-Key of 1 to 255 visible ASCII characters',
      received: String(key).slice(0, 100),
      hint: 'Use a UUID.',
    });
  }
  return key;
}

/** Runs an accepted task under a job; the job hears how it went. */
async function work(job: Job, task: AcceptedTask, { admission, limits }: Platform): Promise<void> {
  const { jobRetentionMs } = limits;
  const { jobWorkMs = limits.jobWorkMs } = task;
  try {
    const answer = await admission.run(
      'large',
      job.signal,
      async () => {
        job.start();
        const deadline = new AbortController();
        const timer = setTimeout(() => {
          deadline.abort(deadlineExceeded(jobWorkMs, 'Send a smaller input.'));
        }, jobWorkMs);
        try {
          return await task.run({
            signal: AbortSignal.any([job.signal, deadline.signal]),
            onProgress: (progress) => {
              job.advance(progress);
            },
          });
        } finally {
          clearTimeout(timer);
        }
      },
      jobRetentionMs,
    );
    job.succeed(answer);
  } catch (error) {
    job.fail(error);
    // A cancelled worker may have written up to here.
    await task.release?.();
  }
}

/**
 * `POST /v1/jobs/<task>` and everything under `/v1/jobs/{id}`: state, events, result, cancelling.
 */
export function jobRoutes({ endpoints, store, platform }: JobRoutesOptions): Router {
  const router = Router();
  let listeners = 0;

  /** The job that an earlier request with the same key made, or a new one where there is room. */
  const jobOf = async (
    name: string,
    key: string | undefined,
    task: AcceptedTask,
  ): Promise<{ job: Job; isNew: boolean }> => {
    const fingerprint = key === undefined ? '' : await task.fingerprint();
    const earlier = key === undefined ? undefined : store.findByKey(name, key, fingerprint);
    if (earlier) {
      return { job: earlier, isNew: false };
    }
    platform.admission.checkRoom('large');
    const job = store.create(name, task.release);
    if (key !== undefined) {
      store.setKey(key, fingerprint, job);
    }
    return { job, isNew: true };
  };

  for (const { task: name, accept } of endpoints) {
    methods(router, `/v1/jobs/${name}`, {
      post: async (request, response) => {
        const key = idempotencyKey(request);
        const task = await accept(request, response);
        const { job, isNew } = await jobOf(name, key, task).catch(async (error: unknown) => {
          await task.release?.();
          throw error;
        });
        if (isNew) {
          job.listen(({ state, finished }) => {
            if (finished) {
              platform.metrics.countJob(name, state);
            }
          });
          platform.metrics.countJob(name, 'queued');
          void work(job, task, platform);
        } else {
          await task.release?.();
          response.set('Idempotency-Replayed', 'true');
        }
        response
          .status(202)
          .set({ Location: `/v1/jobs/${job.id}`, 'Cache-Control': 'no-store' })
          .json(job.view());
      },
    });
  }

  // What is no job is taken for a task; on a job that is kept POST is not allowed.
  router.post('/v1/jobs/:id', (request, _response, next) => {
    const name = request.params.id;
    if (store.jobs.some(({ id }) => id === name)) {
      next();
      return;
    }
    throw new OnebitError('route-unknown', {
      expected: `a task of this service: ${endpoints.map(({ task }) => task).join(', ')}`,
      received: `POST /v1/jobs/${name.slice(0, 100)}`,
      hint: 'Send the input to /v1/jobs/ with the name of a task; /docs tells what each takes.',
    });
  });

  const find = (request: Request) => store.find(String(request.params['id']));

  methods(router, '/v1/jobs/:id', {
    get: (request, response) => {
      response.set('Cache-Control', 'no-store').json(find(request).view());
    },
    delete: (request, response) => {
      const job = find(request);
      if (job.finished) {
        store.remove(job);
        response.status(204).end();
        return;
      }
      job.cancel();
      response.set('Cache-Control', 'no-store').json(job.view());
    },
  });

  methods(router, '/v1/jobs/:id/events', {
    get: (request, response) => {
      const job = find(request);
      if (request.method === 'HEAD') {
        response.type('text/event-stream').end();
        return;
      }
      if (listeners >= platform.limits.eventListeners) {
        throw new OnebitError('overloaded', {
          expected: `at most ${String(platform.limits.eventListeners)} listeners of events`,
          received: 'one more',
          hint: `Poll /v1/jobs/${job.id} instead.`,
        });
      }
      listeners++;
      response.once('close', () => {
        listeners--;
      });
      streamEvents(request, response, job);
    },
  });

  methods(router, '/v1/jobs/:id/result', {
    get: (request, response) => {
      const job = find(request);
      if (job.answer) {
        respond(response, job.answer);
        return;
      }
      if (job.state === 'failed') {
        throw job.error;
      }
      throw new OnebitError('job-without-result', {
        expected: 'a job that succeeded',
        received: `a job that is ${job.state}`,
        hint:
          job.state === 'cancelled'
            ? 'Send the input again.'
            : `Wait for it: GET /v1/jobs/${job.id}/events streams its progress.`,
      });
    },
  });
  return router;
}
