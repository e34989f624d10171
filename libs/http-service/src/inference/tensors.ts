import { OnebitError } from '@onebit/errors';

/** A tensor of a request, its data as one flat list. */
export interface InputTensor {
  readonly name: string;
  readonly datatype: string;
  readonly shape: readonly number[];
  readonly data: readonly unknown[];
}

/** An inference request, checked. */
export interface InferRequest {
  readonly id: string | undefined;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly inputs: readonly InputTensor[];
}

/** The refusal of a request's content. */
export function tensorInvalid(expected: string, received: string, hint: string): OnebitError {
  return new OnebitError('parameter-invalid', { expected, received, hint });
}

const seeProtocol = 'See the Open Inference Protocol, REST, inference request.';

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function describe(value: unknown): string {
  return value === undefined ? 'nothing' : (JSON.stringify(value) ?? typeof value).slice(0, 100);
}

/** Nested lists as one; a flat list (the usual form) is returned as it is. */
function flat(data: readonly unknown[], elements: number): readonly unknown[] {
  if (!Array.isArray(data[0])) {
    return data;
  }
  const all: unknown[] = [];
  const walk = (level: readonly unknown[]) => {
    for (const item of level) {
      if (Array.isArray(item)) {
        walk(item);
      } else {
        all.push(item);
      }
      if (all.length > elements) {
        return;
      }
    }
  };
  walk(data);
  return all;
}

function readTensor(tensor: unknown, index: number): InputTensor {
  const at = `inputs[${String(index)}]`;
  if (!isObject(tensor)) {
    throw tensorInvalid(`${at} to be an object`, describe(tensor), seeProtocol);
  }
  const { name, datatype, shape, data } = tensor;
  if (typeof name !== 'string') {
    throw tensorInvalid(`${at}.name to be a text`, describe(name), seeProtocol);
  }
  if (typeof datatype !== 'string') {
    throw tensorInvalid(`${at}.datatype to be a text`, describe(datatype), seeProtocol);
  }
  if (
    !Array.isArray(shape) ||
    shape.length > 8 ||
    !shape.every((size) => Number.isSafeInteger(size) && (size as number) >= 0)
  ) {
    throw tensorInvalid(
      `${at}.shape to be a list of at most 8 sizes`,
      describe(shape),
      seeProtocol,
    );
  }
  if (!Array.isArray(data)) {
    throw tensorInvalid(`${at}.data to be a list`, describe(data), seeProtocol);
  }
  const sizes = shape as number[];
  const elements = sizes.reduce((product, size) => product * size, 1);
  const values = flat(data, elements);
  if (values.length !== elements) {
    throw tensorInvalid(
      `${at}.data to hold ${String(elements)} elements, as its shape [${sizes.join(', ')}] says`,
      values.length > elements ? 'more' : String(values.length),
      'Make the shape and the data agree.',
    );
  }
  return { name, datatype, shape: sizes, data: values };
}

/** Refuses outputs that the model does not give; a request that names none gets all of them. */
function checkOutputs(outputs: unknown, known: readonly string[]): void {
  if (outputs === undefined) {
    return;
  }
  if (!Array.isArray(outputs)) {
    throw tensorInvalid('outputs to be a list', describe(outputs), seeProtocol);
  }
  for (const [index, output] of outputs.entries()) {
    const name = isObject(output) ? output['name'] : output;
    if (!isObject(output) || typeof name !== 'string' || !known.includes(name)) {
      throw tensorInvalid(
        `outputs[${String(index)}] to have the name ${known.join(' or ')}`,
        describe(name),
        'Leave outputs out to get all of them.',
      );
    }
  }
}

/**
 * Checks the parsed JSON of an inference request.
 *
 * @param document - the parsed body
 * @param known - names of the outputs that the model gives
 * @returns its tensors with flat data
 * @throws OnebitError `parameter-invalid` that names the first part which is wrong
 */
export function readInferRequest(document: unknown, known: readonly string[]): InferRequest {
  if (!isObject(document)) {
    throw tensorInvalid('a JSON object with inputs', describe(document), seeProtocol);
  }
  const { id, parameters = {}, inputs, outputs } = document;
  if (id !== undefined && typeof id !== 'string') {
    throw tensorInvalid('id to be a text', describe(id), seeProtocol);
  }
  if (!isObject(parameters)) {
    throw tensorInvalid('parameters to be an object', describe(parameters), seeProtocol);
  }
  if (!Array.isArray(inputs)) {
    throw tensorInvalid('inputs to be a list of tensors', describe(inputs), seeProtocol);
  }
  checkOutputs(outputs, known);
  return { id, parameters, inputs: inputs.map(readTensor) };
}
