import { MiB } from './bodies.ts';
import { type BadRequest, refused } from './request.ts';

/** Model files. */
export const models: readonly BadRequest[] = [
  refused('words as a model file', 422, 'model-unusable', [/a learned filter/, /./, /v1.models/], {
    path: '/v1/models',
    type: 'application/octet-stream',
    body: () => 'certainly no model file at all, but long enough to be one',
  }),
  refused(
    'an image as a model file',
    415,
    'content-type-unsupported',
    [/octet-stream/, /image\/png/, /Content-Type/],
    { path: '/v1/models' },
  ),
  refused('a model file over 1 MiB', 413, 'body-too-large', [/1048576/, /2097152/, /limits/], {
    path: '/v1/models',
    type: 'application/octet-stream',
    body: () => new Uint8Array(2 * MiB),
  }),
  refused(
    'the file of a model that is not there',
    404,
    'model-unknown',
    [/document-cleaning/, /nothing/, /v1.models/],
    { path: '/v1/models/nothing/file', method: 'GET', body: () => undefined },
  ),
  refused(
    'forgetting a model that ships',
    404,
    'model-unknown',
    [/no model/, /document-cleaning/, /v1.models/],
    { path: '/v1/models/document-cleaning', method: 'DELETE', body: () => undefined },
  ),
];
