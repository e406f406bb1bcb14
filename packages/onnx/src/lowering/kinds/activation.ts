import type { ActivationLayer } from "@reciprocal/network";
import type { FormsOf } from "../form.js";
import { lowerActivation } from "../lower-activation.js";

export const activation: FormsOf<ActivationLayer> = (layer, { where, shape }) => [
  { build: (x) => lowerActivation(where, layer, x, shape) },
];
