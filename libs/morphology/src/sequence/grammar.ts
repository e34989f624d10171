import { OnebitError } from '@onebit/errors';
import { type Piece, split, unreadable } from '../text/piece.ts';
import { requireText } from '../text/require-text.ts';

/** Most operations of one sequence. */
export const MAX_OPERATIONS = 64;

/** One operation as it is written: `close:rect5x5` or Leptonica's `c5.5`. */
export interface StepText {
  readonly operation: Piece;
  readonly arguments: readonly Piece[];
}

/**
 * Cuts a sequence into its operations.
 *
 * ```
 * sequence  = operation { joiner operation }
 * joiner    = white space | [ white space ] "+" [ white space ]
 * operation = name { ":" argument }
 * ```
 *
 * White space alone joins too, because a `+` in the query of a URL arrives as a space.
 */
export function cutSequence(text: string): StepText[] {
  requireText(
    text,
    'a sequence as text',
    'Write operations joined by +, for example open:disk1 + close:rect3x3.',
  );
  const steps: StepText[] = [];
  let expectsStep = true;
  for (const { 0: token, index: position } of text.matchAll(/\+|[^\s+]+/g)) {
    if (token === '+') {
      if (expectsStep) throw missingOperation({ text: '+', position });
      expectsStep = true;
      continue;
    }
    expectsStep = false;
    const [operation, ...rest] = split({ text: token, position }, ':');
    steps.push({ operation: operation!, arguments: rest });
    if (steps.length > MAX_OPERATIONS) {
      throw new OnebitError('sequence-invalid', {
        expected: `at most ${MAX_OPERATIONS} operations`,
        received: 'more',
        hint: 'Split the sequence and run the parts one after the other.',
        position,
      });
    }
  }
  if (expectsStep) throw missingOperation({ text: '', position: text.length });
  return steps;
}

function missingOperation(piece: Piece): OnebitError {
  return unreadable(
    'sequence-invalid',
    piece,
    'an operation',
    'Write operations joined by +, for example open:disk1 + close:rect3x3.',
  );
}
