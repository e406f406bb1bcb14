import { packTriangle, type QrLayer, triangleOf, unpackTriangle } from "@reciprocal/network";
import { orthonormalFactor, transpose } from "@reciprocal/spectral";
import { type Lines, wholeLines, zeroed } from "./kept.js";
import type { PruningKind } from "./pruning-kind.js";
import { asSpectral, cutPhi, cutSpectra } from "./reciprocal.js";

export const sQr: PruningKind<QrLayer> = {
  bake(layer, kept) {
    const lines = wholeLines(kept, layer);
    return lines ? bakeFactors(layer, lines) : asSpectral(layer, kept);
  },
  cut: (layer, kept) => ({
    ...cutSpectra(layer, kept),
    ...factors(cutPhi(layer, kept), kept.rows.length, kept.columns.length),
  }),
};

/** φ is R Q if R is lower and Q R if it is upper: the rows of φ are those of the left factor. */
function bakeFactors(layer: QrLayer, { rows, columns }: Lines): QrLayer {
  const { size: k, side } = triangleOf(layer);
  const isLeft = side === "lower";
  const full = unpackTriangle(layer.R, k, side).map((value, i) =>
    (isLeft ? rows[Math.floor(i / k)] : columns[i % k]) ? value : 0,
  );
  const Q = zeroed(layer.Q, (i) => (isLeft ? columns[i % layer.inputs]! : rows[Math.floor(i / k)]!));
  return { ...layer, Q, R: Float32Array.from(packTriangle(full, k, side)) };
}

/** A part of Q is not orthonormal and a part of R not triangular; the factors of what is left of φ are. */
function factors(phi: Float64Array, rows: number, columns: number): Pick<QrLayer, "Q" | "R"> {
  const { size: k, side } = triangleOf({ inputs: columns, outputs: rows });
  // a square matrix comes as Q R with R upper, while the layer needs R Q: φᵀ = Q R is φ = Rᵀ Qᵀ
  const isSquare = rows === columns;
  const found = orthonormalFactor(isSquare ? transpose(phi, k, k) : phi, rows, columns);
  const Q = isSquare ? transpose(found.Q, k, k) : found.Q;
  const R = isSquare ? transpose(found.R, k, k) : found.R;
  return {
    Q: { rows, columns, values: Float32Array.from(Q) },
    R: Float32Array.from(packTriangle(R, k, side)),
  };
}
