import { OnebitError } from '@onebit/errors';
import { type Request, Router } from 'express';
import type { Health } from '../host/health.ts';
import type { Platform } from '../host/service.ts';
import { bodyMissing, readBody } from '../request/body.ts';
import { mediaType, unsupported } from '../request/content-type.ts';
import { methods } from '../request/methods.ts';
import { respond } from '../request/respond.ts';
import { requestDeadline } from '../workers/deadline.ts';
import type { InferenceModel } from './model.ts';

/** What the `/v2` routes serve. */
export interface InferenceOptions {
  readonly title: string;
  readonly version: string;
  /** The models there are now. */
  readonly models: () => readonly InferenceModel[];
  readonly health: Health;
  readonly platform: Platform;
}

/** The Open Inference Protocol (KServe v2, REST) over all models of a host. */
export function inferenceRoutes(options: InferenceOptions): Router {
  const { title, version, models, health, platform } = options;
  const { limits, budget, admission } = platform;
  const router = Router();

  const find = (request: Request): InferenceModel => {
    const name = String(request.params['model']);
    const wanted = request.params['version'];
    const all = models();
    const model = all.find(
      (candidate) =>
        candidate.name === name && (wanted === undefined || wanted === candidate.version),
    );
    if (!model) {
      throw new OnebitError('model-unknown', {
        expected: `one of ${all.map((known) => `${known.name} (${known.version})`).join(', ')}`,
        received: `${name}${wanted === undefined ? '' : ` (${String(wanted)})`}`.slice(0, 200),
        hint: 'Use a model and a version that exist.',
      });
    }
    return model;
  };

  methods(router, '/v2', {
    get: (_request, response) => {
      response.json({ name: title, version, extensions: [] });
    },
  });
  methods(router, '/v2/health/live', {
    get: (_request, response) => {
      response.json({ live: true });
    },
  });
  methods(router, '/v2/health/ready', {
    get: (_request, response) => {
      response.status(health.ready ? 200 : 503).json({ ready: health.ready });
    },
  });
  for (const base of ['/v2/models/:model', '/v2/models/:model/versions/:version']) {
    methods(router, base, {
      get: (request, response) => {
        const { name, version: modelVersion, platform: runs, inputs, outputs } = find(request);
        response.json({ name, versions: [modelVersion], platform: runs, inputs, outputs });
      },
    });
    methods(router, `${base}/ready`, {
      get: (request, response) => {
        const { name } = find(request);
        response.status(health.ready ? 200 : 503).json({ name, ready: health.ready });
      },
    });
    methods(router, `${base}/infer`, {
      post: async (request, response) => {
        const model = find(request);
        const type = mediaType(request);
        if (type !== '' && type !== 'application/json') {
          throw unsupported(type, ['application/json']);
        }
        const body = await readBody(request, response, limits.tensorBytes, { limits, budget });
        if (body.length === 0) {
          throw bodyMissing('an inference request in JSON');
        }
        const { signal, clear } = requestDeadline(request, response, limits.workMs);
        const lane = body.length >= limits.largeFromBytes ? 'large' : 'small';
        try {
          const answer = await admission.run(lane, signal, () => model.infer(body, { signal }));
          respond(response, {
            headers: { 'Content-Type': 'application/json; charset=utf-8' },
            body: answer,
          });
        } finally {
          clear();
        }
      },
    });
  }
  return router;
}
