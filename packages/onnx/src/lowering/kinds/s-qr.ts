import { type QrLayer, triangleOf, triangleRows, unpackTriangle } from "@reciprocal/network";
import { matrixFactor } from "../factor.js";
import { factoredForms } from "../factored-forms.js";
import type { FormsOf } from "../form.js";

/** φ = R Q if n ≥ m, else Q R; R as a square with its zeros, or as the rectangle of the lines that are left of it. */
export const sQr: FormsOf<QrLayer> = (layer, context) =>
  factoredForms(layer, context, () => {
    const triangle = triangleOf(layer);
    const { size, side, lines } = triangle;
    const { rows, columns } = triangleRows(triangle);
    const full = () => Float32Array.from(unpackTriangle(layer.R, size, side, lines));
    const Q = matrixFactor(context.basis("Q", layer.Q));
    const R = matrixFactor(
      context.group("R", full, [rows, columns]),
      rows === columns ? { triangle: side } : {},
    );
    return side === "lower" ? [Q, R] : [R, Q];
  });
