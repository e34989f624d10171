import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { KernelMemory } from './kernel-memory.ts';

describe.each([true, false])('kernel memory, WebAssembly %s', (useWebAssembly) => {
  it('never hands out overlapping or unaligned blocks, keeps their bytes, and joins free ones', () => {
    const steps = fc.array(fc.record({ size: fc.nat(200_000), frees: fc.nat(3) }), {
      maxLength: 40,
    });
    fc.assert(
      fc.property(steps, (list) => {
        const memory = new KernelMemory(65535, useWebAssembly);
        const live: { pointer: number; size: number; mark: number }[] = [];
        list.forEach(({ size, frees }, index) => {
          const pointer = memory.allocate(size);
          expect(pointer % 16).toBe(0);
          expect(pointer).toBeGreaterThan(0);
          memory.u8().fill(index + 1, pointer, pointer + size);
          live.push({ pointer, size, mark: index + 1 });
          for (let count = 0; count < frees && live.length > 0; count++) {
            const [block] = live.splice((index * 7 + count) % live.length, 1);
            memory.free(block!.pointer);
          }
          for (const block of live) {
            const bytes = memory.u8().subarray(block.pointer, block.pointer + block.size);
            expect(bytes.every((byte) => byte === block.mark)).toBe(true);
          }
        });
        for (const block of live) memory.free(block.pointer);
        expect(memory.used).toBe(0);
        // Everything joined again: the whole memory is one block.
        const before = memory.buffer.byteLength;
        memory.allocate(before - 1024);
        expect(memory.buffer.byteLength).toBe(before);
      }),
      { numRuns: 30 },
    );
  });

  it('takes fresh views after growth', () => {
    const memory = new KernelMemory(65535, useWebAssembly);
    const pointer = memory.allocate(64);
    memory.f32()[pointer / 4] = 2.5;
    const stale = memory.u32();
    memory.allocate(5_000_000);
    expect(memory.u32() === stale).toBe(false);
    expect(memory.f32()[pointer / 4]).toBe(2.5);
    expect(memory.i32()[pointer / 4]).toBe(memory.u32()[pointer / 4]);
  });

  it('refuses what does not fit and stays usable', () => {
    const memory = new KernelMemory(4, useWebAssembly);
    const kept = memory.allocate(100_000);
    memory.u8()[kept] = 77;
    expect(() => memory.allocate(200_000)).toThrow(
      expect.objectContaining({ code: 'memory-exhausted' }),
    );
    expect(() => memory.allocate(2 ** 40)).toThrow(
      expect.objectContaining({ code: 'memory-exhausted' }),
    );
    expect(memory.u8()[kept]).toBe(77);
    memory.free(memory.allocate(100_000));
    memory.free(kept);
    expect(memory.used).toBe(0);
    expect(memory.allocate(200_000)).toBe(kept);
  });

  it('refuses sizes and pointers that make no sense', () => {
    const memory = new KernelMemory(4, useWebAssembly);
    for (const size of [-1, 1.5, NaN]) expect(() => memory.allocate(size)).toThrow('whole number');
    const pointer = memory.allocate(1);
    memory.free(pointer);
    expect(() => memory.free(pointer)).toThrow('Free each block once');
  });
});
