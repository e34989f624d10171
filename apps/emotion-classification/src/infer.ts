import {
  type InputTensor,
  parseJson,
  readInferRequest,
  tensorInvalid,
} from '@onebit/http-service/inference';
import type { WorkContext, WorkResult } from '@onebit/http-service/worker';
import { models } from './models.ts';
import { MAX_TEXTS } from './task.ts';

/** The name of what comes out. */
const OUTPUT = 'scores';

/** What the worker gets: the request's JSON, unparsed. */
export interface InferInput {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly jsonDepth: number;
  /** Identifier of the model. */
  readonly model: string;
}

function textsOf({ name, datatype, shape, data }: InputTensor, model: string): string[] {
  const [count] = shape;
  const good =
    name === 'text' &&
    datatype === 'BYTES' &&
    shape.length === 1 &&
    count! >= 1 &&
    count! <= MAX_TEXTS &&
    data.every((value) => typeof value === 'string');
  if (good) return data as string[];
  throw tensorInvalid(
    `the tensor text, BYTES, of shape [1 .. ${MAX_TEXTS}], with strings`,
    `${name}, ${datatype}, [${shape.join(', ')}]`.slice(0, 200),
    `GET /v2/models/${model} tells the inputs.`,
  );
}

/** Answers one inference request: texts in, the probability of every label out. */
export async function infer(input: InferInput, context: WorkContext): Promise<WorkResult> {
  const request = readInferRequest(parseJson(input.body, input.jsonDepth), [OUTPUT]);
  if (request.inputs.length !== 1) {
    throw tensorInvalid(
      'one input tensor',
      String(request.inputs.length),
      'Send all texts in one tensor.',
    );
  }
  const texts = textsOf(request.inputs[0]!, input.model);
  const classifier = await models.get(input.model);
  const results = await classifier.classify(texts, { signal: context.signal });
  const { labels } = classifier;
  const answer = {
    model_name: classifier.model.network.id,
    model_version: '1',
    ...(request.id === undefined ? {} : { id: request.id }),
    parameters: { labels: labels.join(',') },
    outputs: [
      {
        name: OUTPUT,
        datatype: 'FP32',
        shape: [texts.length, labels.length],
        data: results.flatMap(({ scores }) => labels.map((label) => scores[label]!)),
      },
    ],
  };
  const value = new TextEncoder().encode(JSON.stringify(answer));
  return { value, transfer: [value.buffer] };
}
