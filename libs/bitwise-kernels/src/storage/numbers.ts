import { OnebitError } from '@onebit/errors';

/**
 * Where to write one number a place: the array given, or a new one.
 *
 * @throws OnebitError `size-mismatch` where the array given has another length
 */
export function numbersFor(
  { rows, columns }: { readonly rows: number; readonly columns: number },
  into?: Uint32Array,
): Uint32Array {
  const length = rows * columns;
  if (into === undefined) return new Uint32Array(length);
  if (into.length === length) return into;
  throw new OnebitError('size-mismatch', {
    expected: `an array of ${length} numbers for ${rows} x ${columns}`,
    received: `${into.length} numbers`,
    hint: 'Give an array with one number a place, or none.',
  });
}
