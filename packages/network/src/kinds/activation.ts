import type { Activation } from "../activation.js";
import { applyActivation } from "../apply-activation.js";
import type { LayerKind } from "./kind.js";

/** A function of the nodes; nothing to train. It keeps the shape. */
export interface ActivationLayer {
  readonly kind: "activation";
  readonly activation: Activation;
}

const activationCodes: Readonly<Record<Activation, number>> = {
  linear: 0,
  relu: 1,
  tanh: 2,
  sigmoid: 3,
  elu: 4,
  softmax: 5,
};

export const activationKind: LayerKind<ActivationLayer> = {
  code: 0,
  version: 1,
  settings: { activation: { storage: "choice", codes: activationCodes } },
  fields: {},
  outputShape: (_, input) => input,
  // nodes are the channels of an image
  forward: ({ activation }, values, input) => applyActivation(activation, values, input.at(-1)!),
};
