import { type Activation, type ActivationLayer, activations } from "@reciprocal/network";
import type { TfjsLayer } from "./chain-of.js";

/** The activation that is the argument of a layer; none where it is linear, which is what a mapping is anyway. */
export function activationsOf(where: string, layer: TfjsLayer): ActivationLayer[] {
  const found = named(where, layer.getConfig()["activation"]);
  return found.activation === "linear" ? [] : [found];
}

/** What a layer that is only an activation is in a network; nothing for other layers. */
export function readActivation(where: string, layer: TfjsLayer): ActivationLayer | undefined {
  const config = layer.getConfig();
  switch (layer.getClassName()) {
    case "Activation":
      return named(where, config["activation"]);
    case "ReLU":
      check(where, "maxValue", config["maxValue"], [null, undefined]);
      return { kind: "activation", activation: "relu" };
    case "ELU":
      check(where, "alpha", config["alpha"], [1]);
      return { kind: "activation", activation: "elu" };
    case "Softmax":
      check(where, "axis", config["axis"], [-1, 1]);
      return { kind: "activation", activation: "softmax" };
    default:
      return undefined;
  }
}

function named(where: string, activation: unknown): ActivationLayer {
  if ((activations as readonly unknown[]).includes(activation)) {
    return { kind: "activation", activation: activation as Activation };
  }
  throw new TypeError(
    `${where}: activation must be one of ${activations.join(", ")}, got ${String(activation)}`,
  );
}

/** An activation of a network has no settings. */
function check(where: string, name: string, value: unknown, allowed: readonly unknown[]): void {
  if (allowed.includes(value)) return;
  throw new TypeError(`${where}: ${name} must be ${allowed.map(String).join(" or ")}, got ${String(value)}`);
}
