import { submatrix, type SvdLayer } from "@reciprocal/network";
import { svd } from "@reciprocal/spectral";
import { Matrix } from "ml-matrix";
import { wholeLines, zeroed } from "./kept.js";
import type { Kept, PruningKind } from "./pruning-kind.js";
import { asSpectral, cutPhi, cutSpectra } from "./reciprocal.js";

export const sSvd: PruningKind<SvdLayer> = {
  bake(layer, kept) {
    const lines = wholeLines(kept, layer);
    if (!lines) return asSpectral(layer, kept);
    const k = layer.s.length;
    const U = zeroed(layer.U, (i) => lines.rows[Math.floor(i / k)]!);
    const V = zeroed(layer.V, (i) => lines.columns[Math.floor(i / k)]!);
    return { ...layer, U, V };
  },
  cut: (layer, kept) => ({ ...cutSpectra(layer, kept), ...cutFactors(layer, kept) }),
};

/**
 * Rows of U and of V, as long as both sides still have k nodes. If one has fewer, S-SVD of that size has fewer singular
 * values too: those of what is left of φ.
 */
function cutFactors(layer: SvdLayer, kept: Kept): Pick<SvdLayer, "U" | "s" | "V"> {
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
