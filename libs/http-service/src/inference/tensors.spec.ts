import { describe, expect, it } from 'vitest';
import { readInferRequest } from './tensors.ts';

const tensor = { name: 'x', datatype: 'UINT8', shape: [2, 2], data: [1, 2, 3, 4] };

describe('readInferRequest', () => {
  it('reads flat and nested data alike', () => {
    const nested = {
      ...tensor,
      data: [
        [1, 2],
        [3, 4],
      ],
    };
    for (const input of [tensor, nested]) {
      expect(
        readInferRequest({ id: '7', inputs: [input], outputs: [{ name: 'y' }] }, ['y']),
      ).toEqual({
        id: '7',
        parameters: {},
        inputs: [tensor],
      });
    }
  });

  it.each([
    [null, 'inputs'],
    [[], 'inputs'],
    [{}, 'inputs to be a list'],
    [{ id: 7, inputs: [] }, 'id'],
    [{ parameters: 1, inputs: [] }, 'parameters'],
    [{ inputs: [tensor], outputs: {} }, 'outputs to be a list'],
    [{ inputs: [tensor], outputs: ['y'] }, 'outputs[0] to have the name y or z'],
    [
      { inputs: [tensor], outputs: [{ name: 'y' }, { name: 'x' }] },
      'outputs[1] to have the name y or z',
    ],
    [{ inputs: [null] }, 'inputs[0]'],
    [{ inputs: [{ ...tensor, name: 1 }] }, 'inputs[0].name'],
    [{ inputs: [{ ...tensor, datatype: 1 }] }, 'inputs[0].datatype'],
    [{ inputs: [{ ...tensor, shape: [-1, 2] }] }, 'inputs[0].shape'],
    [{ inputs: [{ ...tensor, shape: [1.5, 2] }] }, 'inputs[0].shape'],
    [{ inputs: [{ ...tensor, shape: '2' }] }, 'inputs[0].shape'],
    [{ inputs: [{ ...tensor, data: 'x' }] }, 'inputs[0].data'],
    [{ inputs: [tensor, { ...tensor, data: [1, 2, 3] }] }, 'inputs[1].data to hold 4 elements'],
    [{ inputs: [{ ...tensor, data: [1, 2, 3, 4, 5] }] }, 'inputs[0].data to hold 4 elements'],
    [{ inputs: [{ ...tensor, shape: [2 ** 40, 2 ** 40] }] }, 'inputs[0].data'],
  ])('refuses %j', (document, expected) => {
    expect(() => readInferRequest(document, ['y', 'z'])).toThrow(
      expect.objectContaining({
        code: 'parameter-invalid',
        expected: expect.stringContaining(expected) as string,
      }),
    );
  });
});
