import { type Model, packWeights, readModel, type Tensor, writeModel } from '@onebit/bnn';
import { BINS } from './features.ts';

/** An untrained network over time that sees no frame ahead, with arbitrary weights. */
export function causalModel(): Model {
  let state = 7;
  const signs = Array.from({ length: BINS * 3 * BINS }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) | 0;
    return state < 0 ? -1 : 1;
  });
  const floats = (value: number): Tensor => ({
    dtype: 'F32',
    shape: [BINS],
    bytes: new Uint8Array(new Float32Array(BINS).fill(value).buffer),
  });
  return readModel(
    writeModel(
      {
        formatVersion: 1,
        id: 'causal-untrained',
        task: 'speech-separation',
        input: { kind: 'reals', shape: [128, BINS] },
        layers: [
          { op: 'sign', threshold: -3 },
          {
            op: 'conv1d',
            weights: 'w',
            weightKind: 'bits',
            channels: BINS,
            filters: BINS,
            taps: 3,
            dilation: 4,
            padding: { sides: [8, 0], value: 1 },
          },
          { op: 'affine', scale: 'scale', shift: 'shift' },
        ],
        labels: Array.from({ length: BINS }, (_, bin) => `bin ${bin}`),
        provenance: { command: 'by hand', licence: 'MIT' },
      },
      new Map([
        ['w', packWeights(signs, BINS)],
        ['scale', floats(0.1)],
        ['shift', floats(0)],
      ]),
    ),
  );
}
