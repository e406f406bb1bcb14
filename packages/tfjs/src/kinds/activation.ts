import {
  type Activation,
  type ActivationLayer,
  activations,
  type Layer,
  type Shape,
} from "@reciprocal/network";
import { layers } from "@tensorflow/tfjs-layers";
import type { TfjsKind, TfjsLayer } from "./kind.js";

/** Reads a layer that is only an activation. */
type Read = (where: string, config: ReturnType<TfjsLayer["getConfig"]>, input: Shape) => ActivationLayer;

const readers: Readonly<Record<string, Read>> = {
  Activation: (where, config) => named(where, config["activation"]),
  ReLU(where, config) {
    check(where, "maxValue", config["maxValue"], [null, undefined]);
    return { kind: "activation", activation: "relu" };
  },
  ELU(where, config) {
    check(where, "alpha", config["alpha"], [1]);
    return { kind: "activation", activation: "elu" };
  },
  Softmax(where, config, input) {
    // the last axis, after that of the batch
    check(where, "axis", config["axis"], [-1, input.length]);
    return { kind: "activation", activation: "softmax" };
  },
};

export const activation: TfjsKind<ActivationLayer> = {
  stockClasses: Object.keys(readers),
  takesAnyShape: true,
  toLayer: (layer, place) => layers.activation({ ...place, activation: layer.activation }),
  fromLayer: (layer, input, where) => readers[layer.getClassName()]!(where, layer.getConfig(), input),
};

/** Whether the numbers of a sample are not taken one by one, but along its last axis. */
export function isAlongNodes(layer: Layer): boolean {
  return layer.kind === "activation" && layer.activation === "softmax";
}

/** The activation that is the argument of a layer; none if it is linear, which is what a mapping is anyway. */
export function argumentActivation(where: string, layer: TfjsLayer): ActivationLayer[] {
  const { activation: given = "linear" } = layer.getConfig();
  const found = named(where, given);
  return found.activation === "linear" ? [] : [found];
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
