import { batches } from './refusals/batches.ts';
import { images } from './refusals/images.ts';
import { inference } from './refusals/inference.ts';
import { learning } from './refusals/learning.ts';
import { models } from './refusals/models.ts';
import { parameters } from './refusals/parameters.ts';
import type { BadRequest } from './refusals/request.ts';
import { transport } from './refusals/transport.ts';

export { image, send } from './refusals/request.ts';

/** Every request that has to be refused with a problem document. */
export const badRequests: readonly BadRequest[] = [
  ...images,
  ...parameters,
  ...transport,
  ...inference,
  ...batches,
  ...learning,
  ...models,
];
