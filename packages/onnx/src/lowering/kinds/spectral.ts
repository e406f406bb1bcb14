import { materialize, type SpectralLayer } from "@reciprocal/network";
import { matrixFactor } from "../factor.js";
import { factoredForms } from "../factored-forms.js";
import type { FormsOf } from "../form.js";

export const spectral: FormsOf<SpectralLayer> = (layer, context) =>
  factoredForms(layer, context, () => {
    const { outputs, inputs, phi } = layer;
    return [matrixFactor(context.group("phi", () => materialize(phi), [outputs, inputs]))];
  });
