import { OnebitError } from '@onebit/errors';
import type { RawParameters } from '@onebit/http-service';

/** Form fields and query are one set of parameters; a name may stand in one of the two. */
export function mergeParameters(query: RawParameters, fields: RawParameters): RawParameters {
  for (const name of Object.keys(fields)) {
    if (Object.hasOwn(query, name)) {
      throw new OnebitError('parameter-repeated', {
        expected: `the parameter ${name} in the query or in the form`,
        received: 'both',
        hint: 'Send each parameter once.',
      });
    }
  }
  return { ...query, ...fields };
}
