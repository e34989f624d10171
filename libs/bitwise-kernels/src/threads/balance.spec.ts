import { describe, expect, it } from 'vitest';
import { AloneTimes, Balance } from './balance.ts';

describe('Balance', () => {
  it('pauses after a loss until one thread has worked it off', () => {
    const balance = new Balance();
    expect(balance.allows).toBe(true);
    balance.addAlone(10);
    balance.addShared(4, 1);
    expect(balance.allows).toBe(false);
    let alone = 0;
    while (!balance.allows) {
      balance.addAlone(1);
      alone++;
    }
    // 3 ms lost are 3 % of 100 ms, of which 11 were spent before.
    expect(alone).toBeGreaterThanOrEqual(88);
    expect(alone).toBeLessThanOrEqual(90);
  });

  it('loses at most a twentieth in the long run, however bad sharing is', () => {
    const balance = new Balance();
    let spent = 0;
    let lost = 0;
    for (let call = 0; call < 20_000; call++) {
      spent += 1;
      if (balance.allows) {
        lost += 4;
        balance.addShared(5, 1);
      } else {
        balance.addAlone(1);
      }
    }
    expect(lost).toBeGreaterThan(0);
    expect(lost / spent).toBeLessThan(0.05);
  });

  it('shares on while sharing gains, and stops soon when the machine becomes busy', () => {
    const balance = new Balance();
    for (let call = 0; call < 5000; call++) {
      expect(balance.allows).toBe(true);
      balance.addShared(0.6, 1);
    }
    let bad = 0;
    while (balance.allows) {
      balance.addShared(5, 1);
      bad++;
    }
    expect(bad).toBeLessThan(10);
  });

  it('allows everything where it does not measure', () => {
    const balance = new Balance(false);
    balance.addShared(100, 1);
    expect(balance.allows).toBe(true);
  });
});

describe('AloneTimes', () => {
  it('is known after three products and asks again after many shared ones', () => {
    const times = new AloneTimes();
    for (const elapsed of [9, 1, 2]) {
      expect(times.wanted).toBe(true);
      times.add(elapsed);
    }
    expect(times.wanted).toBe(false);
    for (let shared = 0; shared < 64; shared++) times.noteShared();
    expect(times.wanted).toBe(true);
    times.add(1);
    expect(times.wanted).toBe(false);
  });

  it('takes the quicker ones for typical', () => {
    const times = new AloneTimes();
    for (const elapsed of [50, 1, 40, 1.1, 30, 1.2, 20, 1.3, 60]) times.add(elapsed);
    expect(times.typical).toBe(1.2);
  });
});
