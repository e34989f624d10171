/** How many binary multiply-accumulates one machine word does at once, by the field's convention. */
export const WORD_BITS = 64;

/**
 * Energy of one multiply-accumulate in picojoules, arithmetic alone, in a 45 nm process: a float32
 * multiplication 3.7 and addition 0.9; an 8-bit addition 0.03 (M. Horowitz, "Computing's energy
 * problem", ISSCC 2014, figure 1.1.9). A product with one bit is an addition or subtraction, taken
 * as a float32 addition; a product of two bits is a share of a 64-bit XNOR and popcount, taken as
 * two 64-bit integer additions of 0.1 pJ a 32-bit half.
 */
export const ENERGY_PICOJOULES = {
  real: 3.7 + 0.9,
  mixed: 0.9,
  binary: (2 * 2 * 0.1) / WORD_BITS,
} as const;

/**
 * Words of the text that a branch for the order of words is counted for, since its cost grows with
 * the text: the longest text of GoEmotions, whose authors took comments of 3 to 30 (D. Demszky et
 * al., "GoEmotions: A dataset of fine-grained emotions", ACL 2020, section 3.1).
 */
export const TEXT_WORDS = 30;
