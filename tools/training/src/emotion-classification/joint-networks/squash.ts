/** 1 / (1 + e^-x). */
export const logistic = (x: number): number => 1 / (1 + Math.exp(-x));

/** By one exponential: some times as fast as Math.tanh, and as good in 32 bits. */
export const tanh = (x: number): number => 2 / (1 + Math.exp(-2 * x)) - 1;
