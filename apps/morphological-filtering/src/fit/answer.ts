import type { Answer, ModelCard } from '@onebit/http-service';
import type { FitOutput } from './fit.ts';
import type { FitParameters } from './parameters.ts';

/** The forms of the result; the first is the answer to a client that takes any. */
export const fitTypes = ['application/json', 'application/octet-stream'] as const;

/** The result of a learning: the report, or the model file itself. */
export function fitAnswer(
  type: (typeof fitTypes)[number],
  output: FitOutput,
  card: ModelCard,
  { fit }: FitParameters,
): Answer {
  const { file, sequence, description, proof, bytes, foreground, milliseconds } = output;
  const self = `/v1/models/${card.id}`;
  const headers = { 'Onebit-Model': card.id, Vary: 'Accept' };
  if (type === 'application/octet-stream') {
    return { headers: { ...headers, 'Content-Type': type }, body: file };
  }
  const document = {
    use: card.use,
    sequence,
    description,
    exact: proof.kind === 'zero-error',
    proof,
    bytes,
    fileBytes: file.length,
    foreground,
    options: fit,
    milliseconds,
    model: card,
    links: { model: self, file: `${self}/file` },
  };
  return {
    headers: { ...headers, 'Content-Type': 'application/json; charset=utf-8' },
    body: Buffer.from(JSON.stringify(document)),
  };
}
