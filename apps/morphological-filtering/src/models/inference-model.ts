/** The service in the Open Inference Protocol: an image of any size in, one of the same size out. */
export const MODEL = {
  name: 'morphological-filtering',
  version: '1',
  platform: 'onebit_morphology',
  inputs: [{ name: 'image', datatype: 'UINT8', shape: [-1, -1] }],
  outputs: [{ name: 'filtered', datatype: 'UINT8', shape: [-1, -1] }],
} as const;
