import { z } from 'zod';

/** A file in the OpenAPI document: in bodies, forms and answers. */
export const file = z.string().meta({ format: 'binary', description: 'The bytes of a file.' });
