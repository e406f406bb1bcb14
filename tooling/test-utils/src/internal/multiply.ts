/** The product of two row-major matrices, m×k and k×n. */
export function multiply(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
  m: number,
  k: number,
  n: number,
): Float64Array {
  const product = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let p = 0; p < k; p++) {
      const factor = a[i * k + p]!;
      for (let j = 0; j < n; j++) product[i * n + j] = product[i * n + j]! + factor * b[p * n + j]!;
    }
  }
  return product;
}
