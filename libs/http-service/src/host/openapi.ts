import { catalogue, type ErrorCode } from '@onebit/errors';
import { z } from 'zod';
import {
  createDocument,
  type oas31,
  type ZodOpenApiContentObject,
  type ZodOpenApiPathsObject,
  type ZodOpenApiResponseObject,
} from 'zod-openapi';
import { PROBLEM_TYPE } from '../problems/problem.ts';
import type { Limits } from '../limits.ts';
import type { ModelFiles, TaskEndpoint } from './service.ts';

const codes = Object.keys(catalogue) as [ErrorCode, ...ErrorCode[]];

/** The problem document's schema. */
const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string(),
    instance: z.string().optional(),
    code: z.enum(codes),
    expected: z.string(),
    received: z.string(),
    hint: z.string(),
    position: z.int().optional(),
  })
  .meta({ id: 'Problem', description: 'Why a request failed (RFC 9457).' });

const jobSchema = z
  .object({
    id: z.uuid(),
    task: z.string(),
    state: z.enum(['queued', 'running', 'succeeded', 'failed', 'cancelled']),
    progress: z.number().min(0).max(1),
    eta: z
      .number()
      .nullable()
      .describe(
        'Seconds until it is done; null where nothing is known yet, and when it has ended.',
      ),
    etaSeconds: z
      .number()
      .nullable()
      .describe('The older name of eta; 0 when it has succeeded.')
      .meta({ deprecated: true }),
    createdAt: z.iso.datetime(),
    startedAt: z.iso.datetime().nullable(),
    finishedAt: z.iso.datetime().nullable(),
    links: z.object({ self: z.string(), events: z.string(), result: z.string() }),
    problem: problemSchema.nullable(),
  })
  .meta({ id: 'Job', description: 'A long piece of work.' });

/** The schema of a model's card, for services whose own answers hold one. */
export const modelCardSchema = z
  .object({
    id: z.string(),
    task: z.string(),
    name: z.string(),
    bytes: z.int(),
    bits: z.int(),
    licence: z.string(),
    metrics: z.record(z.string(), z.number()),
    use: z.string().optional().describe('How a request calls it, where not by its id alone.'),
    description: z.string().optional(),
    client: z.boolean().optional().describe('Whether a client made it.'),
    expiresAt: z.iso.datetime().optional().describe('When it is forgotten unless used before.'),
  })
  .meta({ id: 'ModelCard', description: 'What a model is and how good it is.' });

/** The answer `default` of every operation: a problem document. */
export const problemResponse = {
  description: 'The request failed; `code` tells why, `hint` what to do.',
  content: { [PROBLEM_TYPE]: { schema: problemSchema } },
};

const json = (description: string, schema: z.ZodType): ZodOpenApiResponseObject => ({
  description,
  content: { 'application/json': { schema } },
});

/** The operation that gives a job's result, for the links to it. */
const RESULT_OPERATION = 'jobResult';

const idParameter = { path: z.object({ id: z.string().describe('The id of a job.') }) };
const modelId = { path: z.object({ id: z.string().describe('The id of a model.') }) };
const modelParameter = { path: z.object({ model: z.string().describe('The name of a model.') }) };
const binary = z.string().meta({ format: 'binary', description: 'The bytes of a file.' });
const anyObject = z.record(z.string(), z.unknown());

function operation(
  summary: string,
  tag: string,
  status: string,
  response: ZodOpenApiResponseObject,
  extra: object = {},
) {
  return {
    summary,
    tags: [tag],
    responses: { [status]: response, default: problemResponse },
    ...extra,
  };
}

/** The addresses every host has. */
function commonPaths(
  limits: Limits,
  takesModels: boolean,
  results: ZodOpenApiContentObject,
): ZodOpenApiPathsObject {
  const limitsSchema = z.object(
    Object.fromEntries(
      Object.entries(limits).map(([name, value]) => [
        name,
        typeof value === 'boolean' ? z.boolean() : z.int(),
      ]),
    ),
  );
  return {
    '/v1/limits': {
      get: operation('Every limit in force', 'service', '200', json('The limits.', limitsSchema)),
    },
    '/v1/models': {
      get: operation(
        'All models',
        'models',
        '200',
        json('The models.', z.object({ models: z.array(modelCardSchema) })),
      ),
      ...(takesModels && {
        post: operation(
          'Hand a model file over',
          'models',
          '201',
          json('The card; `Location` leads to it.', modelCardSchema),
          {
            requestBody: {
              required: true,
              content: { 'application/octet-stream': { schema: binary } },
            },
          },
        ),
      }),
    },
    '/v1/models/{id}': {
      get: operation('One model', 'models', '200', json('The card.', modelCardSchema), {
        requestParams: modelId,
      }),
      ...(takesModels && {
        delete: operation(
          'Forget a model of a client',
          'models',
          '204',
          { description: 'It is gone.' },
          { requestParams: modelId },
        ),
      }),
    },
    '/v1/models/{id}/file': {
      get: operation(
        'The file of a model',
        'models',
        '200',
        {
          description: 'A safetensors file.',
          content: { 'application/octet-stream': { schema: binary } },
        },
        { requestParams: modelId },
      ),
    },
    '/v1/jobs/{id}': {
      get: operation('State of a job', 'jobs', '200', json('The job.', jobSchema), {
        requestParams: idParameter,
      }),
      delete: {
        summary: 'Cancel a job, or forget a finished one',
        tags: ['jobs'],
        requestParams: idParameter,
        responses: {
          '200': json('The cancelled job.', jobSchema),
          '204': { description: 'The finished job is forgotten.' },
          default: problemResponse,
        },
      },
    },
    '/v1/jobs/{id}/events': {
      get: operation(
        'Progress of a job as server-sent events',
        'jobs',
        '200',
        {
          description: 'A stream that ends with the job; the data of each event is the job.',
          content: { 'text/event-stream': { schema: z.string() } },
        },
        { requestParams: idParameter },
      ),
    },
    '/v1/jobs/{id}/result': {
      get: operation(
        'Result of a job',
        'jobs',
        '200',
        { description: 'What the task answers.', content: results },
        { operationId: RESULT_OPERATION, requestParams: idParameter },
      ),
    },
    '/health': {
      get: operation('Liveness and readiness', 'service', '200', json('The state.', anyObject)),
    },
    '/health/live': {
      get: operation('Liveness', 'service', '200', json('The process answers.', anyObject)),
    },
    '/health/ready': {
      get: operation('Readiness', 'service', '200', json('All self-tests passed.', anyObject)),
    },
    '/metrics': {
      get: operation('Prometheus metrics', 'service', '200', {
        description: 'The metrics in the text format.',
        content: { 'text/plain': { schema: z.string() } },
      }),
    },
    '/problems': {
      get: operation('All problem codes', 'service', '200', json('The catalogue.', anyObject)),
    },
    '/problems/{code}': {
      get: operation('One problem code', 'service', '200', json('The entry.', anyObject), {
        requestParams: { path: z.object({ code: z.string().describe('The code of a problem.') }) },
      }),
    },
    '/v2': {
      get: operation(
        'Server metadata',
        'open inference protocol',
        '200',
        json('As the protocol says.', anyObject),
      ),
    },
    '/v2/health/live': {
      get: operation(
        'Liveness',
        'open inference protocol',
        '200',
        json('As the protocol says.', anyObject),
      ),
    },
    '/v2/health/ready': {
      get: operation(
        'Readiness',
        'open inference protocol',
        '200',
        json('As the protocol says.', anyObject),
      ),
    },
    '/v2/models/{model}': {
      get: operation(
        'Model metadata',
        'open inference protocol',
        '200',
        json('As the protocol says.', anyObject),
        {
          requestParams: modelParameter,
        },
      ),
    },
    '/v2/models/{model}/ready': {
      get: operation(
        'Model readiness',
        'open inference protocol',
        '200',
        json('As the protocol says.', anyObject),
        {
          requestParams: modelParameter,
        },
      ),
    },
    '/v2/models/{model}/infer': {
      post: operation(
        'Inference',
        'open inference protocol',
        '200',
        json('As the protocol says.', anyObject),
        {
          requestParams: modelParameter,
          requestBody: { content: { 'application/json': { schema: anyObject } } },
        },
      ),
    },
  };
}

/** What the results of jobs may be: the answers of every task, one schema where they share a type. */
function jobResults(
  endpoints: readonly TaskEndpoint[],
  paths: ZodOpenApiPathsObject,
): ZodOpenApiContentObject {
  const schemas = new Map<string, Set<z.ZodType>>();
  for (const { task } of endpoints) {
    const response = (paths[`/v1/${task}`] ?? paths[`/v1/jobs/${task}`])?.post?.responses?.['200'];
    const content = response && 'content' in response ? response.content : undefined;
    for (const [type, media] of Object.entries(content ?? {})) {
      const schema = media && 'schema' in media ? media.schema : undefined;
      if (!(schema instanceof z.ZodType)) continue;
      schemas.set(type, (schemas.get(type) ?? new Set()).add(schema));
    }
  }
  return Object.fromEntries(
    [...schemas].map(([type, kinds]) => {
      const [first, ...more] = kinds;
      return [type, { schema: more.length === 0 ? first! : z.union([first!, ...more]) }];
    }),
  );
}

/** The job twin of every task: the same request, answered with 202. */
function jobPaths(
  endpoints: readonly TaskEndpoint[],
  paths: ZodOpenApiPathsObject,
): ZodOpenApiPathsObject {
  const entries = endpoints.flatMap(({ task }) => {
    const post = (paths[`/v1/${task}`] ?? paths[`/v1/jobs/${task}`])?.post;
    if (!post) {
      return [];
    }
    const accepted = {
      ...post,
      summary: paths[`/v1/${task}`] ? `${post.summary ?? task}, as a job` : (post.summary ?? task),
      tags: ['jobs'],
      responses: {
        '202': {
          ...json('Accepted; `Location` leads to the job.', jobSchema),
          headers: z.object({ Location: z.string() }),
          links: {
            result: {
              operationId: RESULT_OPERATION,
              parameters: { id: '$response.body#/id' },
              description: 'Where the result lies when the job has succeeded.',
            },
          },
        },
        default: problemResponse,
      },
    };
    delete accepted.operationId;
    return [[`/v1/jobs/${task}`, { post: accepted }] as const];
  });
  return Object.fromEntries(entries);
}

/**
 * The OpenAPI 3.1 document of a host.
 *
 * @param info - title and version of the host
 * @param limits - the limits in force
 * @param services - the services' own paths and endpoints
 */
export function openApiDocument(
  info: { readonly title: string; readonly version: string },
  limits: Limits,
  services: readonly {
    paths: ZodOpenApiPathsObject;
    endpoints: readonly TaskEndpoint[];
    modelFiles?: ModelFiles;
  }[],
): oas31.OpenAPIObject {
  const paths: ZodOpenApiPathsObject = {};
  for (const service of services) {
    Object.assign(paths, service.paths, jobPaths(service.endpoints, service.paths));
  }
  const takesModels = services.some(({ modelFiles }) => modelFiles !== undefined);
  const endpoints = services.flatMap((service) => service.endpoints);
  const own = Object.assign({}, ...services.map((service) => service.paths)) as typeof paths;
  Object.assign(paths, commonPaths(limits, takesModels, jobResults(endpoints, own)));
  return createDocument({
    openapi: '3.1.0',
    info: { ...info, license: { name: 'MIT', identifier: 'MIT' } },
    servers: [{ url: '/' }],
    paths,
  });
}
