import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runReference } from '../runtime/reference.ts';
import { networkZoo, randomInput, randomModel } from '../testing/random-networks.ts';
import { exportOnnx, type OnnxArithmetic } from './onnx.ts';

/** As much of onnxruntime-node as these tests use; it is one of the benchmarks' peers. */
interface OnnxRuntime {
  readonly InferenceSession: {
    create(file: Uint8Array): Promise<{
      run(feeds: Record<string, unknown>): Promise<Record<string, { data: Float32Array }>>;
    }>;
  };
  readonly Tensor: new (type: string, data: unknown, shape: readonly number[]) => unknown;
}

const peers = join(import.meta.dirname, '../../../../tools/benchmarks/peers');
const present = existsSync(join(peers, 'node_modules/onnxruntime-node'));
if (!present) console.warn('Skipped: onnxruntime is not installed in tools/benchmarks/peers.');

describe.skipIf(!present)('a network exported to ONNX', () => {
  const cases = Object.entries(networkZoo).flatMap(([name, network]) =>
    (['float32', 'int8'] as OnnxArithmetic[]).map((form) => [name, form, network] as const),
  );

  it.each(cases)(
    '%s answers the same in onnxruntime, %s',
    async (_name, form, { input, layers }) => {
      const runtime = createRequire(join(peers, 'package.json'))('onnxruntime-node') as OnnxRuntime;
      const model = randomModel(input, layers);
      const session = await runtime.InferenceSession.create(exportOnnx(model, form));
      const values = randomInput(input);
      const levels = input.kind === 'levels';
      const feed = new runtime.Tensor(
        levels ? 'uint8' : 'float32',
        levels ? Uint8Array.from(values) : values,
        [1, ...input.shape],
      );
      const { output } = await session.run({ input: feed });
      const expected = runReference(model, values);
      expect(output!.data.length).toBe(expected.length);
      const largest = expected.reduce((max, value) => Math.max(max, Math.abs(value)), 1);
      output!.data.forEach((value, at) =>
        expect(Math.abs(value - expected[at]!)).toBeLessThanOrEqual(1e-5 * largest),
      );
    },
  );
});
