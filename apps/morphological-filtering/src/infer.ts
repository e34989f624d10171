import {
  type InputTensor,
  parseJson,
  readInferRequest,
  tensorInvalid,
} from '@onebit/http-service/inference';
import type { WorkContext, WorkResult } from '@onebit/http-service/worker';
import { BitImage, type ImageLimits } from '@onebit/image';
import { OnebitError } from '@onebit/errors';
import { parseBorder, type Sequence } from '@onebit/morphology';
import { MODEL } from './models/inference-model.ts';
import { loadedFilters } from './models/loaded.ts';
import { readSequence } from './parameters.ts';
import { TASK } from './task.ts';

/** What the worker gets: the request's JSON, unparsed. */
export interface InferInput {
  readonly body: Uint8Array<ArrayBuffer>;
  readonly jsonDepth: number;
  /** The learned filter that is called alone; absent where the request brings a sequence. */
  readonly model?: string;
  /** The model files of the learned filters that the sequence may call. */
  readonly learned: Readonly<Record<string, Uint8Array>>;
  readonly limits: ImageLimits;
}

type Datatype = 'BOOL' | 'UINT8';

function textParameter(parameters: Readonly<Record<string, unknown>>, name: string): string {
  const value = parameters[name];
  if (typeof value !== 'string') {
    throw tensorInvalid(
      `parameters.${name} to be a text`,
      value === undefined ? 'nothing' : typeof value,
      'Add it beside inputs: "parameters": { "sequence": "open:disk1" }.',
    );
  }
  return value;
}

function imageOf({ name, datatype, shape, data }: InputTensor, limits: ImageLimits): BitImage {
  const [height, width] = shape;
  if (name !== 'image' || (datatype !== 'BOOL' && datatype !== 'UINT8') || shape.length !== 2) {
    throw tensorInvalid(
      'the tensor image, BOOL or UINT8, of shape [height, width]',
      `${name}, ${datatype}, [${shape.join(', ')}]`.slice(0, 200),
      'GET /v2/models/morphological-filtering tells the inputs.',
    );
  }
  const { side, pixels } = limits;
  if (width! < 1 || height! < 1 || width! > side || height! > side || width! * height! > pixels) {
    throw tensorInvalid(
      `an image of 1 to ${String(side)} pixels a side and at most ${String(pixels)} in all`,
      `${String(width)} x ${String(height)}`,
      'Scale the image down or cut it into tiles.',
    );
  }
  const bytes = new Uint8Array(data.length);
  for (const [index, value] of data.entries()) {
    const good =
      datatype === 'BOOL'
        ? typeof value === 'boolean' || value === 0 || value === 1
        : Number.isInteger(value) && (value as number) >= 0 && (value as number) <= 255;
    if (!good) {
      throw tensorInvalid(
        `element ${String(index)} of image to be ${datatype === 'BOOL' ? 'true or false' : 'an integer from 0 to 255'}`,
        JSON.stringify(value).slice(0, 100),
        'Correct the element or the datatype.',
      );
    }
    bytes[index] = Number(value);
  }
  return BitImage.fromBytes(width!, height!, bytes);
}

function requireImage(steps: Sequence): void {
  if (steps.result === 'image') return;
  throw new OnebitError('sequence-result', {
    expected: 'a sequence that ends in a bit image',
    received: `'${steps.toString()}', which ends in ${steps.result}`,
    hint: `For distances and labels send the image to POST /v1/${TASK} with Accept: application/json.`,
  });
}

/** Answers one inference request: non-zero is foreground, in and out. */
export async function infer(input: InferInput, context: WorkContext): Promise<WorkResult> {
  const outputs = MODEL.outputs.map(({ name }) => name);
  const request = readInferRequest(parseJson(input.body, input.jsonDepth), outputs);
  const { model } = input;
  const known = model === undefined ? ['sequence', 'border'] : ['border'];
  const unknown = Object.keys(request.parameters).filter((name) => !known.includes(name));
  if (unknown.length > 0) {
    throw tensorInvalid(
      `only the parameters ${known.join(' and ')}`,
      unknown.join(', ').slice(0, 200),
      model === undefined || unknown[0] !== 'sequence'
        ? 'Remove the parameter or correct its name.'
        : `Ask the model ${MODEL.name} for sequences.`,
    );
  }
  const text =
    model === undefined ? textParameter(request.parameters, 'sequence') : `learned:${model}`;
  const steps = readSequence(text, loadedFilters(input.learned));
  requireImage(steps);
  const border = parseBorder(
    request.parameters['border'] === undefined
      ? 'ignore'
      : textParameter(request.parameters, 'border'),
  );
  if (request.inputs.length !== 1) {
    throw tensorInvalid(
      'one input tensor',
      String(request.inputs.length),
      'Send one image a request.',
    );
  }
  const tensor = request.inputs[0]!;
  const image = imageOf(tensor, input.limits);
  try {
    const filtered = await steps.run(image, { border, signal: context.signal });
    const bits = filtered.toBytes();
    filtered.dispose();
    const answer = {
      model_name: model ?? MODEL.name,
      model_version: MODEL.version,
      ...(request.id === undefined ? {} : { id: request.id }),
      parameters: { sequence: steps.toString(), border },
      outputs: [
        {
          name: 'filtered',
          datatype: tensor.datatype as Datatype,
          shape: tensor.shape,
          data:
            tensor.datatype === 'BOOL' ? Array.from(bits, (bit) => bit === 1) : Array.from(bits),
        },
      ],
    };
    const value = new TextEncoder().encode(JSON.stringify(answer));
    return { value, transfer: [value.buffer] };
  } finally {
    image.dispose();
  }
}
