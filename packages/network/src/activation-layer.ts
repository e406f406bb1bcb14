import { type Activation, activations } from "./activation.js";
import { applyActivation } from "./apply-activation.js";
import type { LayerKind } from "./layer-kind.js";
import type { ActivationLayer } from "./network.js";

/** A function of the nodes; nothing to train. */
export const activationKind: LayerKind<ActivationLayer> = {
  outputs({ activation }, inputs, where) {
    checkActivation(where, activation);
    return inputs;
  },
  groups: () => [],
  bases: () => [],
  denseNumbers: () => 0,
  forward: ({ activation }, values, samples) => applyActivation(activation, values, values.length / samples),
  toDense: (layer) => layer,
};

export function checkActivation(where: string, activation: Activation): void {
  if (activations.includes(activation)) return;
  throw new TypeError(
    `${where}: activation must be one of ${activations.join(", ")}, got ${String(activation)}`,
  );
}
