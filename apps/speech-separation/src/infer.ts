import {
  type InputTensor,
  parseJson,
  readInferRequest,
  tensorInvalid,
} from '@onebit/http-service/inference';
import type { WorkContext, WorkResult } from '@onebit/http-service/worker';
import { type MaskOptions, SAMPLE_RATE } from '@onebit/speech-separation';
import { models } from './models.ts';

/** The name of what comes out. */
const OUTPUT = 'talkers';

/** What the worker gets: the request's JSON, unparsed. */
export interface InferInput {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly jsonDepth: number;
  readonly model: string;
  /** Length accepted, in seconds. */
  readonly seconds: number;
}

function samplesOf({ name, datatype, shape, data }: InputTensor, seconds: number): Float32Array {
  const most = seconds * SAMPLE_RATE;
  const [length] = shape;
  const good =
    name === 'mixture' &&
    datatype === 'FP32' &&
    shape.length === 1 &&
    length! >= 1 &&
    length! <= most &&
    data.every((value) => typeof value === 'number');
  if (good) return Float32Array.from(data as number[]);
  throw tensorInvalid(
    `the tensor mixture, FP32, of shape [1 .. ${most}]: mono, ${SAMPLE_RATE} samples a second, full scale at 1`,
    `${name}, ${datatype}, [${shape.join(', ')}]`.slice(0, 200),
    'GET /v2/models/speech-separation-any tells the inputs.',
  );
}

function masksOf(parameters: Readonly<Record<string, unknown>>): MaskOptions {
  const { mask = 'soft', confidence, ...unknown } = parameters;
  const [name] = Object.keys(unknown);
  if (name !== undefined) {
    throw tensorInvalid(
      'only the parameters mask and confidence',
      name.slice(0, 200),
      'Remove the parameter or correct its name.',
    );
  }
  if (mask !== 'soft' && mask !== 'binary') {
    throw tensorInvalid('parameters.mask to be soft or binary', plain(mask), 'Correct the mask.');
  }
  if (confidence === undefined) return { mask };
  if (typeof confidence !== 'number') {
    throw tensorInvalid(
      'parameters.confidence to be a number from 0 to 1',
      plain(confidence),
      'Leave it out to lose nothing of the sound.',
    );
  }
  return { mask, confidence };
}

const plain = (value: unknown): string => (JSON.stringify(value) ?? typeof value).slice(0, 100);

/** Answers one inference request: a mixture of 8 kHz in, both talkers out. */
export async function infer(input: InferInput, context: WorkContext): Promise<WorkResult> {
  const request = readInferRequest(parseJson(input.body, input.jsonDepth), [OUTPUT]);
  const [tensor, ...others] = request.inputs;
  if (!tensor || others.length > 0) {
    throw tensorInvalid(
      'one input tensor',
      String(request.inputs.length),
      'Send one mixture a request.',
    );
  }
  const samples = samplesOf(tensor, input.seconds);
  const separator = await models.get(input.model);
  const { talkers, report } = await separator.separate(
    { sampleRate: SAMPLE_RATE, channels: [samples] },
    { ...masksOf(request.parameters), talkers: 2, signal: context.signal },
  );
  const answer = {
    model_name: separator.model.network.id,
    model_version: '1',
    ...(request.id === undefined ? {} : { id: request.id }),
    parameters: { sample_rate: SAMPLE_RATE, confidence: report.confidence },
    outputs: [
      {
        name: OUTPUT,
        datatype: 'FP32',
        shape: [2, samples.length],
        data: talkers.flatMap(({ channels }) => [...channels[0]!]),
      },
    ],
  };
  const value = new TextEncoder().encode(JSON.stringify(answer));
  return { value, transfer: [value.buffer] };
}
