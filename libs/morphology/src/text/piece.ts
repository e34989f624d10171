import { OnebitError, type ErrorCode } from '@onebit/errors';

/** A piece of a longer text that remembers where it stands, so that errors can point at it. */
export interface Piece {
  readonly text: string;
  /** Zero-based position of the first character in the whole text. */
  readonly position: number;
}

/** Codes of errors that a text can cause by its form. */
export type TextErrorCode = Extract<ErrorCode, 'sequence-invalid' | 'element-invalid'>;

/** Cuts a piece at every separator character; the pieces keep their positions. */
export function split(piece: Piece, separator: string): Piece[] {
  let position = piece.position;
  return piece.text.split(separator).map((text) => {
    const part = { text, position };
    position += text.length + separator.length;
    return part;
  });
}

/** The error for a piece that cannot be read; `at` counts characters from the piece's start. */
export function unreadable(
  code: TextErrorCode,
  piece: Piece,
  expected: string,
  hint: string,
  at = 0,
): OnebitError {
  return new OnebitError(code, {
    expected,
    received: piece.text === '' ? 'nothing' : `'${shortened(piece.text)}'`,
    hint,
    position: piece.position + at,
  });
}

/** Runs a constructor; what it refuses is refused at the piece's position. */
export function placed<Result>(piece: Piece, make: () => Result): Result {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof OnebitError) || error.position !== undefined) throw error;
    const { code, expected, received, hint } = error;
    throw new OnebitError(code, {
      expected,
      received,
      hint,
      position: piece.position,
      cause: error,
    });
  }
}

/** A text cut to a length that fits in a message; the cut is marked. */
function shortened(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 57)}...`;
}
