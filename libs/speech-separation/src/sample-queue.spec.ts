import * as fc from 'fast-check';
import { expect, it } from 'vitest';
import { SampleQueue } from './sample-queue.ts';

it('a queue of samples gives what it took, in order, however it is pushed and taken', () => {
  const steps = fc.array(fc.record({ push: fc.nat(9000), take: fc.nat(9000) }), { maxLength: 20 });
  fc.assert(
    fc.property(steps, (sizes) => {
      const queue = new SampleQueue();
      let [pushed, taken] = [0, 0];
      for (const { push, take } of sizes) {
        queue.push(Float32Array.from({ length: push }, (_, at) => pushed + at));
        pushed += push;
        const got = queue.take(take);
        expect(got.length).toBe(Math.min(take, pushed - taken));
        expect(got.every((value, at) => value === taken + at)).toBe(true);
        taken += got.length;
        expect(queue.length).toBe(pushed - taken);
      }
    }),
    { numRuns: 50 },
  );
});
