import { type Activation, activations } from "./activation.js";
import { applyActivation } from "./apply-activation.js";
import type { LayerKind } from "./layer-kind.js";
import type { ActivationLayer } from "./network.js";

/** A function of the nodes; nothing to train. */
export const activationKind: LayerKind<ActivationLayer> = {
  outputShape({ activation }, input, where) {
    checkActivation(where, activation);
    return input;
  },
  groups: () => [],
  bases: () => [],
  denseNumbers: () => 0,
  forward: ({ activation }, values, input) => applyActivation(activation, values, input.at(-1)!),
  toDense: (layer) => layer,
};

export function checkActivation(where: string, activation: Activation): void {
  if (activations.includes(activation)) return;
  throw new TypeError(
    `${where}: activation must be one of ${activations.join(", ")}, got ${String(activation)}`,
  );
}
