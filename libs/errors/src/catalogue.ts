/** Every code an {@link OnebitError} can carry, with the one-line title that names the fault. */
export const catalogue = {
  'size-invalid': 'A size is not acceptable',
  'size-mismatch': 'The sizes of the operands do not fit together',
  'value-invalid': 'A value is not acceptable',
  'index-out-of-range': 'An index lies outside its range',
  'memory-exhausted': 'The kernels could not get the memory they need',
  'used-after-dispose': 'The object was used after it was disposed',
  aborted: 'The work was cancelled',
} as const satisfies Record<string, string>;

/** The code of an error: a key of the {@link catalogue}. */
export type ErrorCode = keyof typeof catalogue;
