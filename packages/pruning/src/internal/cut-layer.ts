import {
  packTriangle,
  phiValues,
  type QrLayer,
  submatrix,
  type SvdLayer,
  type MappingLayer,
  triangleOf,
} from "@reciprocal/network";
import { orthonormalFactor, svd } from "@reciprocal/spectral";
import { Matrix } from "ml-matrix";

/** What stays of a layer: its output nodes (rows of w) and its input nodes (columns), ascending. */
export interface Kept {
  readonly rows: Uint32Array;
  readonly columns: Uint32Array;
}

/** The layer on fewer nodes; itself where all stay. */
export function cutLayer(layer: MappingLayer, kept: Kept): MappingLayer {
  const { inputs: n, outputs: m } = layer;
  const { rows, columns } = kept;
  if (rows.length === m && columns.length === n) return layer;
  const { mask: whole, bias: offset, ...rest } = layer;
  const mask = whole && Uint8Array.from(places(kept, n), (at) => whole[at]!);
  const shared = {
    inputs: columns.length,
    outputs: rows.length,
    ...(offset && { bias: pick(offset, rows) }),
    ...(mask?.includes(0) && { mask }),
  };
  if (rest.kind === "dense") {
    return { ...rest, ...shared, kernel: Float32Array.from(places(kept, n), (at) => rest.kernel[at]!) };
  }
  const spectra = { lambdaIn: pick(rest.lambdaIn, columns), lambdaOut: pick(rest.lambdaOut, rows) };
  const cut = { ...shared, ...spectra };
  if (rest.kind === "spectral") {
    return { ...rest, ...cut, phi: submatrix(rest.phi, { rowIndices: rows, columnIndices: columns }) };
  }
  return rest.kind === "s-svd"
    ? { ...rest, ...cut, ...cutSvd(rest, kept) }
    : { ...rest, ...cut, ...factorQr(cutPhi(rest, kept), rows.length, columns.length) };
}

/**
 * Rows of U and of V, as long as both sides still have k nodes. Where one has fewer, S-SVD of that size has fewer
 * singular values too: those of what is left of φ.
 */
function cutSvd(layer: SvdLayer, kept: Kept): Pick<SvdLayer, "U" | "s" | "V"> {
  const [rows, columns, k] = [kept.rows.length, kept.columns.length, layer.s.length];
  if (Math.min(rows, columns) === k) {
    const columnIndices = Uint32Array.from({ length: k }, (_, i) => i);
    return {
      U: rows === layer.outputs ? layer.U : submatrix(layer.U, { rowIndices: kept.rows, columnIndices }),
      s: layer.s,
      V: columns === layer.inputs ? layer.V : submatrix(layer.V, { rowIndices: kept.columns, columnIndices }),
    };
  }
  const { U, s, V } = svd(Matrix.from1DArray(rows, columns, cutPhi(layer, kept)));
  const source = (matrix: Matrix) => ({
    rows: matrix.rows,
    columns: matrix.columns,
    values: Float32Array.from(matrix.to1DArray()),
  });
  return { U: source(U), s: Float32Array.from(s), V: source(V) };
}

/** Cutting Q or R leaves factors that are no longer orthonormal or triangular; those of what is left of φ are. */
function factorQr(phi: Float64Array, rows: number, columns: number): Pick<QrLayer, "Q" | "R"> {
  const { size: k, side } = triangleOf({ inputs: columns, outputs: rows });
  // a square matrix comes as Q R with R upper, where the layer wants R Q: φᵀ = Q R is φ = Rᵀ Qᵀ
  const isSquare = rows === columns;
  const factors = orthonormalFactor(isSquare ? transposed(phi, k) : phi, rows, columns);
  const Q = isSquare ? transposed(factors.Q, k) : factors.Q;
  const R = isSquare ? transposed(factors.R, k) : factors.R;
  return {
    Q: { rows, columns, values: Float32Array.from(Q) },
    R: Float32Array.from(packTriangle(R, k, side)),
  };
}

function cutPhi(layer: SvdLayer | QrLayer, kept: Kept): Float64Array {
  const phi = phiValues(layer);
  return Float64Array.from(places(kept, layer.inputs), (at) => phi[at]!);
}

/** Where the kept entries stand in a row-major matrix of n columns. */
function places({ rows, columns }: Kept, n: number): Uint32Array {
  return Uint32Array.from(
    { length: rows.length * columns.length },
    (_, i) => rows[Math.floor(i / columns.length)]! * n + columns[i % columns.length]!,
  );
}

const pick = (values: Float32Array, indices: Uint32Array): Float32Array =>
  Float32Array.from(indices, (index) => values[index]!);

const transposed = (values: Float64Array, size: number): Float64Array =>
  values.map((_, i) => values[(i % size) * size + Math.floor(i / size)]!);
