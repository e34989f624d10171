import { OnebitError } from '@onebit/errors';

/** The error of a layers model that has no equal here, or cannot be read. */
export function refuse(expected: string, received: string, hint?: string): OnebitError {
  return new OnebitError('import-unsupported', {
    expected,
    received,
    hint: hint ?? 'Only chains of the layers in the list of importLayersModel can be imported.',
  });
}
