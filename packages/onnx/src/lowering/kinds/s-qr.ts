import { type QrLayer, triangleOf, unpackTriangle } from "@reciprocal/network";
import { matrixFactor } from "../factor.js";
import { factoredForms } from "../factored-forms.js";
import type { FormsOf } from "../form.js";

/** φ = R Q if n ≥ m, else Q R; R as a square with its zeros. */
export const sQr: FormsOf<QrLayer> = (layer, context) =>
  factoredForms(layer, context, () => {
    const { size, side } = triangleOf(layer);
    const square = () => Float32Array.from(unpackTriangle(layer.R, size, side));
    const Q = matrixFactor(context.basis("Q", layer.Q));
    const R = matrixFactor(context.group("R", square, [size, size]), { triangle: side });
    return side === "lower" ? [Q, R] : [R, Q];
  });
