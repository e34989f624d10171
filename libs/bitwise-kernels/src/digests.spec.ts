import { describe, expect, it } from 'vitest';
import { digestTable } from '../testing/digest-cases.mjs';
import table from '../testing/digests.json' with { type: 'json' };
import * as kernels from './index.ts';

describe('the table of digests', () => {
  it.each(['simd', 'scalar', 'reference'] as const)(
    'is what the %s kernels compute',
    async (variant) => {
      expect(await digestTable(kernels, variant)).toEqual(table.digests);
    },
    60_000,
  );
});
