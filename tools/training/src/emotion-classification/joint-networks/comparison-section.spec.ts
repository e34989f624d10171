import { expect, it } from 'vitest';
import type { JointNetworkRow } from './compare.ts';
import { comparisonSection } from './comparison-section.ts';

it('the section of a card has every row, and says what each choice gave', () => {
  const row = (
    encoder: JointNetworkRow['encoder'],
    method: JointNetworkRow['method'],
    units: number,
    averagePrecision: number,
    cpuSeconds: number,
  ): JointNetworkRow => ({
    encoder,
    method,
    units,
    averagePrecision,
    cpuSeconds,
    networks: method === 'BRNN' ? 28 : 1,
    hammingLoss: 0.0321,
    oneError: 0.4,
    coverage: 3,
    rankingLoss: 0.1,
  });
  const rows = (['real', '1-bit'] as const).flatMap((encoder) => [
    row(encoder, 'JBNN', 16, encoder === 'real' ? 0.64 : 0.61, 4),
    row(encoder, 'JBNN with label relations', 16, 0.645, 4),
    row(encoder, 'TDNN', 16, 0.6, 4),
    row(encoder, 'JBNN', 100, 0.67, 32),
    row(encoder, 'BRNN', 16, 0.68, 96),
  ]);
  const section = comparisonSection({
    rows,
    labels: 28,
    trainTexts: 10_000,
    validationTexts: 2000,
    judgedTexts: 5426,
    epochs: 3,
    depth: 64,
    seed: 1,
  });
  expect(section).toContain('--data DIR --texts 10000 --judged 5426 --epochs 3');
  expect(section).toContain(
    '| real | BRNN | 28 | 16 | 0.0321 | 0.400 | 3.000 | 0.100 | 0.680 | 96 |',
  );
  expect(section.match(/^\| (real|1-bit) \|/gm)).toHaveLength(10);
  const words = section.replace(/\s+/g, ' ');
  expect(words).toContain(
    '+0.040 with a network a label, 28 times the weights and 24 times the time',
  );
  expect(words).toContain('+0.030 with one network of 100 units and 8 times the time');
  expect(words).toContain('Relations of labels: +0.005 with real weights, +0.035 with 1-bit ones');
  expect(words).toContain(
    '1-bit weights in the encoder: \u22120.030 with 16 units, +0.000 with 100',
  );
});
