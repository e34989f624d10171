import { Refusal } from '../../ui/problem.ts';

const quote = '"';

/**
 * Reads delimiter-separated records (RFC 4180) from pieces of text of any size, so that a file
 * never has to be in memory whole. Own code, since the libraries that read in pieces are made for
 * Node's streams and bring more bytes into a page than this page has.
 */
export class SeparatedValues {
  readonly #delimiter: string;
  readonly #quoted: boolean;
  #fields: string[] = [];
  #field = '';
  #inQuotes = false;
  /** Whether a quote came last inside quotes: it ends them, unless another one follows. */
  #afterQuote = false;
  #afterReturn = false;
  #begun = false;
  #line = 1;
  #quoteLine = 0;
  #firstLine = 1;
  #recordLine = 1;

  /**
   * @param delimiter - one character
   * @param quoted - whether fields may stand in quotes
   */
  constructor(delimiter: string, quoted: boolean) {
    this.#delimiter = delimiter;
    this.#quoted = quoted;
  }

  /** The line on which the last record begins. */
  get line(): number {
    return this.#recordLine;
  }

  /** The records that a further piece completes. Empty lines are no records. */
  *push(piece: string): Generator<string[]> {
    for (let at = 0; at < piece.length; at++) {
      const character = piece[at]!;
      if (this.#inQuotes) {
        if (!this.#afterQuote) {
          const end = piece.indexOf(quote, at);
          const inside = piece.slice(at, end < 0 ? piece.length : end);
          this.#line += countLines(inside);
          this.#field += inside;
          at = end < 0 ? piece.length : end;
          this.#afterQuote = end >= 0;
          continue;
        }
        this.#afterQuote = false;
        if (character === quote) {
          this.#field += quote;
          continue;
        }
        this.#inQuotes = false;
      }
      // A line ends at either sign, or at both together.
      if (character === '\r' || (character === '\n' && !this.#afterReturn)) this.#line += 1;
      const ended = character === '\n' || character === '\r';
      if (ended) {
        const second = character === '\n' && this.#afterReturn;
        this.#afterReturn = character === '\r';
        if (second || !this.#begun) continue;
        yield this.#take();
        continue;
      }
      this.#afterReturn = false;
      if (!this.#begun) this.#firstLine = this.#line;
      this.#begun = true;
      if (character === this.#delimiter) {
        this.#fields.push(this.#field);
        this.#field = '';
      } else if (character === quote && this.#quoted && this.#field === '') {
        this.#inQuotes = true;
        this.#quoteLine = this.#line;
      } else this.#field += character;
    }
  }

  /**
   * The last record, where no line end follows it.
   *
   * @throws Refusal where a quote was never closed
   */
  *end(): Generator<string[]> {
    if (this.#inQuotes && !this.#afterQuote) {
      throw new Refusal({
        title: 'A quote is never closed',
        expected: 'every quoted field to end with a quote',
        received: `a field that begins on line ${this.#quoteLine} and runs to the end of the file`,
        hint: 'Double the quotes inside of fields, or save the file as tab-separated values.',
      });
    }
    if (this.#begun) yield this.#take();
  }

  #take(): string[] {
    const fields = [...this.#fields, this.#field];
    this.#fields = [];
    this.#field = '';
    this.#inQuotes = false;
    this.#afterQuote = false;
    this.#begun = false;
    this.#recordLine = this.#firstLine;
    return fields;
  }
}

function countLines(piece: string): number {
  let lines = 0;
  for (let at = piece.indexOf('\n'); at >= 0; at = piece.indexOf('\n', at + 1)) lines += 1;
  return lines;
}

/** A record as a line, its fields in quotes where they need them. */
export function writeRecord(fields: readonly string[], delimiter = ','): string {
  const written = fields.map((field) =>
    field.includes(delimiter) || /["\r\n]/.test(field) ? `"${field.replaceAll('"', '""')}"` : field,
  );
  // A lone empty field would read as an empty line, which is no record.
  return `${written.length === 1 && written[0] === '' ? '""' : written.join(delimiter)}\r\n`;
}
