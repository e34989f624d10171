import { OnebitError } from '@onebit/errors';
import type { Request } from 'express';

/** The media type of a request's body in lower case, without parameters; '' where none is said. */
export function mediaType(request: Request): string {
  return (request.headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
}

const FORM = 'multipart/form-data';

/**
 * The refusal of a content type.
 *
 * @param supported - the media types that are taken; the first that is no form stands in the hint
 */
export function unsupported(received: string, supported: readonly string[]): OnebitError {
  const example = supported.find((type) => type !== FORM);
  return new OnebitError('content-type-unsupported', {
    expected: supported.join(', '),
    received: received === '' ? 'no content type' : received.slice(0, 100),
    hint: example
      ? `Say what the body is in the header Content-Type, e.g. curl -H "Content-Type: ${example}".`
      : 'Send a form, e.g. with curl -F.',
  });
}

/**
 * Chooses the form of the answer by the header `Accept`.
 *
 * @param offers - the media types on offer; the first is the answer to an `Accept` that takes any
 * @throws OnebitError `answer-not-acceptable` where the client takes none of them
 */
export function negotiate<Offer extends string>(
  request: Request,
  offers: readonly [Offer, ...Offer[]],
): Offer {
  const chosen = request.accepts([...offers]);
  if (chosen === false) {
    throw new OnebitError('answer-not-acceptable', {
      expected: offers.join(', '),
      received: (request.headers.accept ?? '').slice(0, 200),
      hint: 'Name one of the expected types in the header Accept, or */*.',
    });
  }
  return chosen as Offer;
}
