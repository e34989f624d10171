import { describe, expect, it } from 'vitest';
import { ensurePeers } from '../peers/peers-folder.ts';
import { benchmarkNetworks, difference } from './benchmark.ts';
import { gatherModels } from './models.ts';

describe('the benchmark of networks', () => {
  it('names what is not on this machine and where it looked', async () => {
    const { found, missing } = await gatherModels('/nowhere', '/nowhere');
    expect(found).toEqual([]);
    expect(missing.map(({ name }) => name)).toEqual(['LFC (MNIST)', 'CNV (CIFAR-10)', 'models']);
    for (const { status, reason } of missing) {
      expect(status).toBe('missing');
      expect(reason).toContain('/nowhere');
    }
  });

  it('times LFC only after ONNX Runtime gave its answers', async ({ skip }) => {
    const problem = await ensurePeers(false);
    skip(problem !== undefined, `onnxruntime-node: ${problem}`);
    const { missing } = await gatherModels();
    skip(
      missing.some(({ name }) => name === 'LFC (MNIST)'),
      'no BNN-PYNQ parameters; set ONEBIT_DATA',
    );
    const options = { quick: true, only: 'LFC (MNIST) batch 1', install: false };
    const { rows, refused } = await benchmarkNetworks(options);
    expect(refused).toEqual([]);
    expect(rows.map(({ peer }) => peer)).toEqual(['onnxruntime fp32', 'onnxruntime int8']);
    for (const { ms, perSecond } of rows) {
      expect(perSecond).toMatchObject({ what: 'images', ours: Math.round(1000 / ms.median) });
    }
  });
});

describe('the comparison of answers', () => {
  const ours = Float32Array.of(100, -3, 0);

  it('lets float rounding pass and nothing else', () => {
    expect(difference(ours, [100.005, -3.005, 0.005])).toBeUndefined();
    expect(difference(ours, [100, -3.02, 0])).toContain('answer 1');
    expect(difference(ours, [100, -3])).toContain('2 numbers');
    expect(difference(ours, [100, -3, NaN])).toContain('answer 2');
  });

  it('lets one answer in a thousand turn, and no more', () => {
    const many = new Float32Array(2000).fill(1);
    const turned = (count: number) => many.map((value, at) => (at < count ? -value : value));
    expect(difference(many, turned(2))).toBeUndefined();
    expect(difference(many, turned(3))).toContain('3 of 2000');
  });
});
