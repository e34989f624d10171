/**
 * What the kernels compute on: 128-bit vectors or 64-bit words. Each entry gives the expression or
 * statement in AssemblyScript.
 */

/** For engines with SIMD. */
export const vector128 = {
  type: 'v128',
  bytes: 16,
  load: (at, offset = 0) => `v128.load(${at}, ${offset})`,
  store: (at, value, offset = 0) => `v128.store(${at}, ${value}, ${offset})`,
  or: (a, b) => `v128.or(${a}, ${b})`,
  and: (a, b) => `v128.and(${a}, ${b})`,
  not: (a) => `v128.not(${a})`,
  splat: (word) => `i64x2.splat(<i64>(${word}))`,
  /** The vector `bits` higher in the stream: low bits from `current`, high ones from `next`. */
  ahead(current, next, bits) {
    if (bits % 8 === 0) return bytesFrom(current, next, bits / 8);
    const middle = `v128.shuffle<u64>(${current}, ${next}, 1, 2)`;
    return `v128.or(i64x2.shr_u(${current}, ${bits}), i64x2.shl(${middle}, ${64 - bits}))`;
  },
  /** The vector `bits` lower in the stream: high bits from `current`, low ones from `previous`. */
  behind(current, previous, bits) {
    if (bits % 8 === 0) return bytesFrom(previous, current, 16 - bits / 8);
    const middle = `v128.shuffle<u64>(${previous}, ${current}, 1, 2)`;
    // Doubling by addition: more ports add than shift.
    const shifted =
      bits === 1 ? `i64x2.add(${current}, ${current})` : `i64x2.shl(${current}, ${bits})`;
    return `v128.or(${shifted}, i64x2.shr_u(${middle}, ${64 - bits}))`;
  },
  shiftDown: (value, bits) => `i64x2.shr_u(${value}, ${bits})`,
  shiftUp: (value, bits) => `i64x2.shl(${value}, ${bits})`,
};

/** For engines without SIMD. */
export const word64 = {
  type: 'u64',
  bytes: 8,
  load: (at, offset = 0) => `load<u64>(${at}, ${offset})`,
  store: (at, value, offset = 0) => `store<u64>(${at}, ${value}, ${offset})`,
  or: (a, b) => `(${a} | ${b})`,
  and: (a, b) => `(${a} & ${b})`,
  not: (a) => `(~${a})`,
  splat: (word) => `(<u64>(${word}))`,
  ahead: (current, next, bits) => `((${current} >> ${bits}) | (${next} << ${64 - bits}))`,
  behind: (current, previous, bits) => `((${current} << ${bits}) | (${previous} >> ${64 - bits}))`,
  shiftDown: (value, bits) => `(${value} >> <u64>(${bits}))`,
  shiftUp: (value, bits) => `(${value} << <u64>(${bits}))`,
};

/** The 16 bytes from byte `first` of the 32 bytes `low`, `high`. */
function bytesFrom(low, high, first) {
  const lanes = Array.from({ length: 16 }, (_, lane) => first + lane);
  return `v128.shuffle<u8>(${low}, ${high}, ${lanes.join(', ')})`;
}
