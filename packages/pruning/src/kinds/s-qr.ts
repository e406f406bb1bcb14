import { packTriangle, type QrLayer, submatrix, triangleOf, unpackTriangle } from "@reciprocal/network";
import { orthonormalFactor, transpose } from "@reciprocal/spectral";
import { all, isStored, type Lines, places, wholeLines, zeroed } from "./kept.js";
import type { Kept, PruningKind } from "./pruning-kind.js";
import { asSpectral, cutPhi, cutSpectra } from "./reciprocal.js";

export const sQr: PruningKind<QrLayer> = {
  bake(layer, kept) {
    const lines = wholeLines(kept, layer);
    return lines ? bakeFactors(layer, lines) : asSpectral(layer, kept);
  },
  cut: (layer, kept) => ({ ...cutSpectra(layer, kept), ...cutFactors(layer, kept) }),
  refactor: (layer) => (layer.madeAs ? factors(layer, all(layer)) : layer),
};

/** φ is R Q if R is lower and Q R if it is upper: the rows of φ are those of the left factor. */
function bakeFactors(layer: QrLayer, { rows, columns }: Lines): QrLayer {
  const { size: k, side, lines } = triangleOf(layer);
  const isLeft = side === "lower";
  const width = isLeft ? k : layer.inputs;
  const full = unpackTriangle(layer.R, k, side, lines).map((value, i) =>
    (isLeft ? rows[Math.floor(i / width)] : columns[i % width]) ? value : 0,
  );
  const Q = zeroed(layer.Q, (i) => (isLeft ? columns[i % layer.inputs]! : rows[Math.floor(i / k)]!));
  return { ...layer, Q, R: Float32Array.from(packTriangle(full, k, side, lines)) };
}

interface QrFactors extends Pick<QrLayer, "Q" | "R"> {
  readonly madeAs: QrLayer["madeAs"] | undefined;
  readonly lines: Uint8Array | undefined;
}

/** Lines of R and of Q, or new factors of what is left of φ if these are fewer numbers. */
function cutFactors(layer: QrLayer, kept: Kept): QrFactors {
  const { size: k, side, lines = new Uint8Array(k).fill(1) } = triangleOf(layer);
  const { rows, columns } = kept;
  const isLower = side === "lower";
  const left = keepLines(lines, isLower ? rows : columns);
  const inner = Uint32Array.from({ length: k }, (_, i) => i);
  const width = isLower ? k : layer.inputs;
  const [rowsOfR, columnsOfR] = isLower ? [rows, inner] : [inner, columns];
  const full = unpackTriangle(layer.R, k, side, lines);
  const there = places({ rows: rowsOfR, columns: columnsOfR }, width);
  const R = packTriangle(
    Float64Array.from(there, (at) => full[at]!),
    k,
    side,
    left,
  );
  const size = { inputs: columns.length, outputs: rows.length };
  const least = Math.min(rows.length, columns.length);
  const stored = R.length + (isStored(layer.Q) ? k * (isLower ? columns : rows).length : 0);
  if ((least * (least + 1)) / 2 + rows.length * columns.length < stored) return factors(layer, kept);
  const isSame = isLower ? columns.length === layer.inputs : rows.length === layer.outputs;
  const [rowIndices, columnIndices] = isLower ? [inner, columns] : [rows, inner];
  const isWhole = !left.includes(0);
  const usual = triangleOf(size);
  const isUsual = isWhole && usual.size === k && usual.side === side;
  return {
    Q: isSame ? layer.Q : submatrix(layer.Q, { rowIndices, columnIndices }),
    R: Float32Array.from(R),
    madeAs: isUsual ? undefined : (layer.madeAs ?? [layer.outputs, layer.inputs]),
    lines: isWhole ? undefined : left,
  };
}

/** Of the lines that are there, those with these places among them. */
function keepLines(lines: Uint8Array, kept: Uint32Array): Uint8Array {
  const there = [...lines.keys()].filter((line) => lines[line]);
  const left = new Uint8Array(lines.length);
  for (const at of kept) left[there[at]!] = 1;
  return left;
}

/** Factors of what is left of φ, with an orthonormal Q. */
function factors(layer: QrLayer, kept: Kept): QrFactors {
  const [rows, columns] = [kept.rows.length, kept.columns.length];
  const phi = cutPhi(layer, kept);
  const { size: k, side } = triangleOf({ inputs: columns, outputs: rows });
  // a square matrix comes as Q R with R upper, while the layer needs R Q: φᵀ = Q R is φ = Rᵀ Qᵀ
  const isSquare = rows === columns;
  const found = orthonormalFactor(isSquare ? transpose(phi, k, k) : phi, rows, columns);
  const Q = isSquare ? transpose(found.Q, k, k) : found.Q;
  const R = isSquare ? transpose(found.R, k, k) : found.R;
  return {
    Q: { rows, columns, values: Float32Array.from(Q) },
    R: Float32Array.from(packTriangle(R, k, side)),
    madeAs: undefined,
    lines: undefined,
  };
}
