import { submatrix, type SvdLayer } from "@reciprocal/network";
import { svd } from "@reciprocal/spectral";
import { Matrix } from "ml-matrix";
import { all, isStored, wholeLines, zeroed } from "./kept.js";
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
  refactor: (layer) => (layer.madeAs ? factors(layer, all(layer)) : layer),
};

/** Rows of U and of V with all of s, or new factors of what is left of φ if these are fewer numbers. */
function cutFactors(layer: SvdLayer, kept: Kept): SvdFactors {
  const [rows, columns, k] = [kept.rows.length, kept.columns.length, layer.s.length];
  const stored = k + (isStored(layer.U) ? rows * k : 0) + (isStored(layer.V) ? columns * k : 0);
  const least = Math.min(rows, columns);
  if (least < k && least * (rows + columns + 1) < stored) return factors(layer, kept);
  const columnIndices = Uint32Array.from({ length: k }, (_, i) => i);
  const { madeAs = [layer.outputs, layer.inputs] } = layer;
  return {
    U: rows === layer.outputs ? layer.U : submatrix(layer.U, { rowIndices: kept.rows, columnIndices }),
    s: layer.s,
    V: columns === layer.inputs ? layer.V : submatrix(layer.V, { rowIndices: kept.columns, columnIndices }),
    madeAs: least === k ? undefined : madeAs,
  };
}

interface SvdFactors extends Pick<SvdLayer, "U" | "s" | "V"> {
  readonly madeAs: SvdLayer["madeAs"] | undefined;
}

/** The singular value decomposition of what is left of φ. */
function factors(layer: SvdLayer, kept: Kept): SvdFactors {
  const { U, s, V } = svd(Matrix.from1DArray(kept.rows.length, kept.columns.length, cutPhi(layer, kept)));
  const source = (matrix: Matrix) => ({
    rows: matrix.rows,
    columns: matrix.columns,
    values: Float32Array.from(matrix.to1DArray()),
  });
  return { U: source(U), s: Float32Array.from(s), V: source(V), madeAs: undefined };
}
