/**
 * A = L Q of a k×n matrix, k ≤ n, row-major: L k×k lower triangular with a diagonal ≥ 0, Q k×n with orthonormal
 * rows.
 *
 * Blocked Householder without pivoting (Schreiber and Van Loan, SIAM J. Sci. Stat. Comput. 10, 53 (1989)): the
 * reflectors of 32 rows act on the others at once, c ← c − ((c Vᵀ) T) V. The order of every sum is part of the
 * contract: frozen bases are made here, and another order changes their last bits.
 */
export function factorWide(values: Float64Array, k: number, n: number): { L: Float64Array; Q: Float64Array } {
  // A, overwritten by the reflectors; zero rows fill the last block up to a multiple of four
  const V = new Float64Array(Math.ceil(k / 4) * 4 * n);
  V.set(values);
  const L = new Float64Array(k * k);
  const blocks: Block[] = [];

  for (let first = 0; first < k; first += blockSize) {
    const end = Math.min(first + blockSize, k);
    const size = Math.ceil((end - first) / 4) * 4;
    const block = { V, n, first, size, T: new Float64Array(size * size) };
    for (let row = first; row < end; row++) {
      L.set(V.subarray(row * n, row * n + row), row * k);
      V.fill(0, row * n, row * n + row);
      L[row * k + row] = reflect(block, row, end);
    }
    for (let i = end; i < k; i += 2) applyBlock(block, V, i, Math.min(i + 1, k - 1), false);
    blocks.push(block);
  }

  const Q = new Float64Array(k * n);
  for (let i = 0; i < k; i++) Q[i * n + i] = 1;
  for (const block of blocks.reverse()) {
    for (let i = block.first; i < k; i += 2) applyBlock(block, Q, i, Math.min(i + 1, k - 1), true);
  }

  for (let j = 0; j < k; j++) {
    if (!(L[j * k + j]! < 0)) continue;
    for (let i = j; i < k; i++) L[i * k + j] = -L[i * k + j]!;
    for (let p = 0; p < n; p++) Q[j * n + p] = -Q[j * n + p]!;
  }
  return { L, Q };
}

const blockSize = 32;

/** `size` reflectors, the rows of V (·×n) from `first` on, as one map c ← c − ((c Vᵀ) T) V. */
interface Block {
  V: Float64Array;
  n: number;
  first: number;
  size: number;
  T: Float64Array;
}

/**
 * Turns a row of V into the reflector that clears it behind the diagonal, fills its column of T, and applies it to
 * the rows up to `end`.
 *
 * @returns the entry that is left on the diagonal
 */
function reflect({ V, n, first, size, T }: Block, row: number, end: number): number {
  // Divided by the largest entry first, so that no square leaves the range of the numbers.
  const v = row * n;
  let scale = 0;
  for (let p = row; p < n; p++) scale = Math.max(scale, Math.abs(V[v + p]!));
  if (scale === 0) return 0; // a zero reflector is the identity
  let squares = 0;
  for (let p = row; p < n; p++) {
    const y = V[v + p]! / scale;
    V[v + p] = y;
    squares += y * y;
  }
  const head = V[v + row]!;
  const norm = head < 0 ? -Math.sqrt(squares) : Math.sqrt(squares);
  const tau = (head + norm) / norm;
  V[v + row] = 1;
  for (let p = row + 1; p < n; p++) V[v + p] = V[v + p]! / (head + norm);

  for (let i = row + 1; i < end; i++) {
    const c = i * n;
    const factor = tau * dot(V, v, c, row, n);
    for (let p = row; p < n; p++) V[c + p] = V[c + p]! - factor * V[v + p]!;
  }

  // The new column of T is −τ T (V vᵀ), with τ itself on the diagonal.
  const r = row - first;
  const products = new Float64Array(r);
  for (let q = 0; q < r; q++) products[q] = dot(V, (first + q) * n, v, row, n);
  for (let q = 0; q < r; q++) {
    let sum = 0;
    for (let s = q; s < r; s++) sum += T[q * size + s]! * products[s]!;
    T[q * size + r] = -tau * sum;
  }
  T[r * size + r] = tau;
  return -norm * scale;
}

/** The product of two rows of V, given by their offsets, over the columns from … to − 1. */
function dot(V: Float64Array, x: number, y: number, from: number, to: number): number {
  let sum = 0;
  for (let p = from; p < to; p++) sum += V[x + p]! * V[y + p]!;
  return sum;
}

/**
 * Applies a block to the rows i and j of C, with Tᵀ in place of T when `backward`. Two rows of C against four of V
 * at a time keep the sums in registers. j may equal i: both are then computed, and stored, alike.
 */
function applyBlock(
  { V, n, first, size, T }: Block,
  C: Float64Array,
  i: number,
  j: number,
  backward: boolean,
): void {
  const c = i * n;
  const d = j * n;
  const cw = new Float64Array(size); // C[i] Vᵀ
  const dw = new Float64Array(size);
  for (let r = 0; r < size; r += 4) {
    const v0 = (first + r) * n;
    const v1 = v0 + n;
    const v2 = v1 + n;
    const v3 = v2 + n;
    let c0 = 0;
    let c1 = 0;
    let c2 = 0;
    let c3 = 0;
    let d0 = 0;
    let d1 = 0;
    let d2 = 0;
    let d3 = 0;
    for (let p = first; p < n; p++) {
      const x = C[c + p]!;
      const y = C[d + p]!;
      const a0 = V[v0 + p]!;
      const a1 = V[v1 + p]!;
      const a2 = V[v2 + p]!;
      const a3 = V[v3 + p]!;
      c0 += x * a0;
      c1 += x * a1;
      c2 += x * a2;
      c3 += x * a3;
      d0 += y * a0;
      d1 += y * a1;
      d2 += y * a2;
      d3 += y * a3;
    }
    cw.set([c0, c1, c2, c3], r);
    dw.set([d0, d1, d2, d3], r);
  }

  const cu = new Float64Array(size); // (C[i] Vᵀ) T
  const du = new Float64Array(size);
  for (let row = 0; row < size; row++) {
    for (let column = row; column < size; column++) {
      const t = T[row * size + column]!;
      const source = backward ? column : row;
      const target = backward ? row : column;
      cu[target] = cu[target]! + cw[source]! * t;
      du[target] = du[target]! + dw[source]! * t;
    }
  }

  for (let r = 0; r < size; r += 4) {
    const v0 = (first + r) * n;
    const v1 = v0 + n;
    const v2 = v1 + n;
    const v3 = v2 + n;
    const c0 = cu[r]!;
    const c1 = cu[r + 1]!;
    const c2 = cu[r + 2]!;
    const c3 = cu[r + 3]!;
    const d0 = du[r]!;
    const d1 = du[r + 1]!;
    const d2 = du[r + 2]!;
    const d3 = du[r + 3]!;
    for (let p = first; p < n; p++) {
      const a0 = V[v0 + p]!;
      const a1 = V[v1 + p]!;
      const a2 = V[v2 + p]!;
      const a3 = V[v3 + p]!;
      const x = C[c + p]! - (c0 * a0 + c1 * a1 + c2 * a2 + c3 * a3);
      const y = C[d + p]! - (d0 * a0 + d1 * a1 + d2 * a2 + d3 * a3);
      C[c + p] = x;
      C[d + p] = y;
    }
  }
}
