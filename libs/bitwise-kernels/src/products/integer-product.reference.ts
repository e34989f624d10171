/**
 * The product of bytes with bytes in its plainest form.
 *
 * @param a - M x K integers, row by row
 * @param weights - N x K integers, row by row
 * @param n - N
 * @param k - K
 * @returns M x N sums of a_ip * w_jp over p
 */
export function integerProductReference(
  a: Uint8Array | Int8Array,
  weights: Int8Array,
  n: number,
  k: number,
): Int32Array<ArrayBuffer> {
  const m = a.length / k;
  const out = new Int32Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let p = 0; p < k; p++) sum += a[i * k + p]! * weights[j * k + p]!;
      out[i * n + j] = sum;
    }
  }
  return out;
}
