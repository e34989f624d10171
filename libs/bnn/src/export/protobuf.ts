/**
 * Writes the wire format of protocol buffers, as far as ONNX needs it: whole numbers, floats, text,
 * bytes and nested messages. Fields are written in the order of the calls.
 */
export class ProtobufWriter {
  readonly #chunks: Uint8Array[] = [];

  /** A whole number, wire type 0. */
  integer(field: number, value: number): this {
    return this.#varint(field * 8).#varint(value);
  }

  /** Whole numbers, packed, wire type 2. */
  integers(field: number, values: readonly number[]): this {
    const packed = new ProtobufWriter();
    for (const value of values) packed.#varint(value);
    return this.bytes(field, packed.finish());
  }

  /** A 32-bit float, wire type 5. */
  float(field: number, value: number): this {
    this.#varint(field * 8 + 5);
    this.#chunks.push(new Uint8Array(Float32Array.of(value).buffer));
    return this;
  }

  /** Text in UTF-8, wire type 2. */
  text(field: number, value: string): this {
    return this.bytes(field, new TextEncoder().encode(value));
  }

  /** Bytes or a nested message, wire type 2. */
  bytes(field: number, value: Uint8Array): this {
    this.#varint(field * 8 + 2).#varint(value.byteLength);
    this.#chunks.push(value);
    return this;
  }

  /** Everything written so far, in one piece. */
  finish(): Uint8Array {
    const total = this.#chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0);
    const whole = new Uint8Array(total);
    let at = 0;
    for (const chunk of this.#chunks) {
      whole.set(chunk, at);
      at += chunk.byteLength;
    }
    return whole;
  }

  #varint(value: number): this {
    const bytes: number[] = [];
    let rest = BigInt.asUintN(64, BigInt(value));
    do {
      const low = Number(rest & 127n);
      rest >>= 7n;
      bytes.push(rest > 0n ? low | 128 : low);
    } while (rest > 0n);
    this.#chunks.push(Uint8Array.from(bytes));
    return this;
  }
}
