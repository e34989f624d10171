import { describe, expect, it } from 'vitest';
import { clock, duration } from './time.ts';

describe('times', () => {
  it('are told to a tenth where that can be seen', () => {
    expect([clock(0, 3), clock(2.96, 3), clock(59.97, 59.97)]).toEqual([
      '0:00.0',
      '0:03.0',
      '1:00.0',
    ]);
    expect([clock(61), clock(125.6), clock(3, 90), clock(3600)]).toEqual([
      '1:01',
      '2:06',
      '0:03',
      '60:00',
    ]);
  });

  it('are told in words', () => {
    expect([0.34, 12, 90, 3700, 7200].map(duration)).toEqual([
      '0.3 s',
      '12 s',
      '2 min',
      '1 h 2 min',
      '2 h 0 min',
    ]);
  });
});
