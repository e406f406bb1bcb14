import type { SvdLayer } from "@reciprocal/network";
import { diagonalFactor, matrixFactor } from "../factor.js";
import { factoredForms } from "../factored-forms.js";
import type { FormsOf } from "../form.js";

/** φ = U diag(s) Vᵀ */
export const sSvd: FormsOf<SvdLayer> = (layer, context) =>
  factoredForms(layer, context, () => {
    const { U, s, V } = layer;
    return [
      matrixFactor(context.basis("V", V), { transposed: true }),
      diagonalFactor(context.group("s", () => s, [s.length])),
      matrixFactor(context.basis("U", U)),
    ];
  });
