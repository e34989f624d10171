import { type ClassifyOptions, CoOccurrenceCounter } from '@onebit/emotion-classification';
import type { WorkContext, WorkResult } from '@onebit/http-service/worker';
import { models } from './models.ts';
import type { EmotionRequest } from './request-body.ts';

/** What the worker gets. */
export interface ClassifyInput {
  readonly request: EmotionRequest;
  /** One JSON document, or one a line. */
  readonly form: 'json' | 'ndjson';
}

/** Classifies the texts of a request and writes the answer's bytes. */
export async function classify(input: ClassifyInput, context: WorkContext): Promise<WorkResult> {
  const { texts, model, explain, threshold, language, coOccurrence } = input.request;
  const classifier = await models.get(model);
  const options: ClassifyOptions = {
    signal: context.signal,
    onProgress: ({ done, total }) => context.onProgress(done / total),
    ...(explain !== undefined && { explain }),
    ...(threshold !== undefined && { threshold }),
    ...(language !== undefined && { language }),
  };
  const results = await classifier.classify(texts, options);
  const { network, bytes, digest } = classifier.model;
  const counter = new CoOccurrenceCounter();
  if (coOccurrence) results.forEach((result) => counter.add(result));
  const text =
    input.form === 'ndjson'
      ? results.map((result) => `${JSON.stringify(result)}\n`).join('')
      : JSON.stringify({
          results,
          ...(coOccurrence && { coOccurrence: counter.result() }),
          model: { id: network.id, bytes, digest },
        });
  const value = new TextEncoder().encode(text);
  return { value, transfer: [value.buffer] };
}
