import type { Activation, ActivationFunction } from "../activation.js";
import { applyActivation } from "../apply-activation.js";
import type { LayerKind } from "./kind.js";

/** A function of the nodes; nothing to train. It keeps the shape. */
export interface ActivationLayer extends ActivationFunction {
  readonly kind: "activation";
}

const activationCodes: Readonly<Record<Activation, number>> = {
  linear: 0,
  relu: 1,
  tanh: 2,
  sigmoid: 3,
  elu: 4,
  softmax: 5,
  "leaky-relu": 6,
  gelu: 7,
  silu: 8,
  softplus: 9,
  "hard-swish": 10,
};

export const activationKind: LayerKind<ActivationLayer> = {
  code: 0,
  version: 1,
  settings: {
    activation: {
      storage: "choice",
      codes: activationCodes,
      versions: { "leaky-relu": 3, gelu: 3, silu: 3, softplus: 3, "hard-swish": 3 },
    },
    slope: { storage: "fraction", only: { setting: "activation", choice: "leaky-relu" } },
  },
  fields: {},
  outputShape: (_, input) => input,
  // nodes are the channels of an image
  forward: (layer, values, input) => applyActivation(layer, values, input.at(-1)!),
};
