import { OnebitError } from '@onebit/errors';
import type { ZodType } from 'zod';

/** Parameters as they came: one text a name. */
export type RawParameters = Record<string, string>;

/**
 * A query value as text. A plus sign joins the steps of a sequence (`open:disk3+close:rect5x5`), but
 * form encoding writes a space as `+` and a plus as `%2B`. A value with a `%2B` in it comes from a
 * form encoder, so its `+` are spaces; in any other value `+` stands for itself.
 */
function decode(value: string): string {
  const plain = /%2b/i.test(value) ? value.replaceAll('+', '%20') : value;
  try {
    return decodeURIComponent(plain);
  } catch {
    throw new OnebitError('request-malformed', {
      expected: 'query parameters percent-encoded as UTF-8',
      received: value.slice(0, 100),
      hint: 'Encode the value with encodeURIComponent or curl --data-urlencode.',
    });
  }
}

/** Adds one parameter and refuses a second of the same name: neither of the two may win silently. */
export function addParameter(
  into: RawParameters,
  name: string,
  value: string,
  fieldBytes: number,
): void {
  if (Object.hasOwn(into, name)) {
    throw new OnebitError('parameter-repeated', {
      expected: `the parameter ${name.slice(0, 100)} once`,
      received: 'the same parameter again',
      hint: 'Send each parameter once, in the query or in the form.',
    });
  }
  if (value.length > fieldBytes) {
    throw new OnebitError('parameter-invalid', {
      expected: `at most ${String(fieldBytes)} bytes for ${name.slice(0, 100)}`,
      received: `${String(value.length)} characters`,
      hint: 'Shorten the value.',
    });
  }
  Object.defineProperty(into, name, { value, enumerable: true });
}

/**
 * The query of an address as one text a name.
 *
 * @param url - path and query as they stand in the request line
 * @param fieldBytes - the longest value accepted
 * @throws OnebitError `parameter-repeated`, `parameter-invalid`, `request-malformed`
 *
 * @example
 * ```ts
 * import { parseQuery } from '@onebit/http-service';
 * console.log(parseQuery('/x?sequence=open:disk3+close:rect5x5').sequence); // open:disk3+close:rect5x5
 * console.log(parseQuery('/x?sequence=open%3Adisk3+%2B+fill-holes').sequence); // open:disk3 + fill-holes
 * ```
 */
export function parseQuery(url: string, fieldBytes = 16_384): RawParameters {
  const parameters: RawParameters = {};
  const start = url.indexOf('?');
  if (start < 0) {
    return parameters;
  }
  for (const pair of url.slice(start + 1).split('&')) {
    if (pair === '') {
      continue;
    }
    const equals = pair.indexOf('=');
    const name = decode(equals < 0 ? pair : pair.slice(0, equals));
    addParameter(parameters, name, equals < 0 ? '' : decode(pair.slice(equals + 1)), fieldBytes);
  }
  return parameters;
}

/**
 * The query and the fields of a form as one set of parameters; a name may stand in one of the two.
 *
 * @throws OnebitError `parameter-repeated`
 */
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

/**
 * Checks parameters against a schema and tells the first fault by name.
 *
 * @param schema - a strict object schema; its descriptions become the `expected` of a refusal
 * @param raw - the parameters as they came
 * @param expectations - what each parameter accepts, in words
 * @throws OnebitError `parameter-missing`, `parameter-unknown` or `parameter-invalid`
 */
export function checkParameters<Output>(
  schema: ZodType<Output>,
  raw: RawParameters,
  expectations: Record<string, string>,
): Output {
  const parsed = schema.safeParse({ ...raw });
  if (parsed.success) {
    return parsed.data;
  }
  const issue = parsed.error.issues[0]!;
  if (issue.code === 'unrecognized_keys') {
    throw new OnebitError('parameter-unknown', {
      expected: `only the parameters ${Object.keys(expectations).join(', ')}`,
      received: issue.keys.join(', ').slice(0, 200),
      hint: 'Remove the parameter or correct its name.',
    });
  }
  const name = String(issue.path[0]);
  const expected = expectations[name] ?? issue.message;
  if (!Object.hasOwn(raw, name)) {
    throw new OnebitError('parameter-missing', {
      expected: `${name}: ${expected}`,
      received: `no ${name}`,
      hint: `Add ${name}=… to the query or to the form.`,
    });
  }
  throw new OnebitError('parameter-invalid', {
    expected: `${name}: ${expected}`,
    received: raw[name]!.slice(0, 200),
    hint: `Correct the value of ${name}.`,
  });
}
