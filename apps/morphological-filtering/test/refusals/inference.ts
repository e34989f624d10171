import { type BadRequest, refused } from './request.ts';

/** Tensors. */
export const inference: readonly BadRequest[] = [
  refused(
    'inference on what is not JSON',
    400,
    'body-malformed',
    [/JSON/, /not one/, /validator/],
    {
      path: '/v2/models/morphological-filtering/infer',
      type: 'application/json',
      body: () => '{"inputs":',
    },
  ),
  refused(
    'inference whose shape and data differ',
    422,
    'parameter-invalid',
    [/4 elements/, /3/, /agree/],
    {
      path: '/v2/models/morphological-filtering/infer',
      type: 'application/json',
      body: () =>
        '{"inputs":[{"name":"image","datatype":"UINT8","shape":[2,2],"data":[0,0,0]}],"parameters":{"sequence":"open:disk1"}}',
    },
  ),
];
