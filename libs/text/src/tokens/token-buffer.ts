/**
 * Tokens of one text in normal form, in arrays that are used again for the next text: `units` holds
 * the UTF-16 units of all tokens one after the other, token `i` from `begins[i]` to `begins[i + 1]`.
 */
export class TokenBuffer {
  /** Number of tokens. */
  length = 0;
  /** Lower-case units of all tokens. */
  units = new Uint16Array(256);
  /** For each unit the index in the text that it comes from. */
  origins = new Int32Array(256);
  /** Where in `units` each token begins; one more entry for the end of the last. */
  begins = new Int32Array(65);
  /** 1 for a word of letters and digits, 0 for marks, emoticons and emoji. */
  words = new Uint8Array(64);
  /** Where in the text each token ends. */
  ends = new Int32Array(64);
  #used = 0;

  /** Forgets all tokens. */
  clear(): void {
    this.length = 0;
    this.#used = 0;
    this.begins[0] = 0;
  }

  /** Adds a unit to the token being written. */
  push(unit: number, origin: number): void {
    if (this.#used === this.units.length) {
      this.units = grown(this.units, new Uint16Array(2 * this.#used));
      this.origins = grown(this.origins, new Int32Array(2 * this.#used));
    }
    this.units[this.#used] = unit;
    this.origins[this.#used++] = origin;
  }

  /** Units of the token being written. */
  get pending(): number {
    return this.#used - this.begins[this.length]!;
  }

  /** The unit `back` places before the last one written to the pending token, -1 where there is none. */
  last(back: number): number {
    return back < this.pending ? this.units[this.#used - 1 - back]! : -1;
  }

  /** Where in the text the unit `back` places before the last one begins. */
  originOfLast(back: number): number {
    return this.origins[this.#used - 1 - back]!;
  }

  /** Closes the pending token `short` units before its end; those units begin the next one. */
  close(isWord: boolean, end: number, short = 0): void {
    if (this.length + 1 === this.begins.length) {
      const room = 2 * this.length;
      this.begins = grown(this.begins, new Int32Array(room + 1));
      this.words = grown(this.words, new Uint8Array(room));
      this.ends = grown(this.ends, new Int32Array(room));
    }
    this.words[this.length] = isWord ? 1 : 0;
    this.ends[this.length++] = end;
    this.begins[this.length] = this.#used - short;
  }

  /** Where in the text a token begins. */
  startOf(token: number): number {
    return this.origins[this.begins[token]!]!;
  }

  /** A token in its normal form. */
  textOf(token: number): string {
    let text = '';
    for (let at = this.begins[token]!; at < this.begins[token + 1]!; at++) {
      text += String.fromCharCode(this.units[at]!);
    }
    return text;
  }
}

function grown<A extends Uint8Array | Uint16Array | Int32Array>(from: A, to: A): A {
  to.set(from);
  return to;
}
