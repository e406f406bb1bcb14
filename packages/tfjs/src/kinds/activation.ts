import {
  type Activation,
  type ActivationLayer,
  defaultSlope,
  type Layer,
  type Shape,
} from "@reciprocal/network";
import { layers } from "@tensorflow/tfjs-layers";
import type { ActivationName } from "../mapping/mapping-arguments.js";
import { HardSwish, hardSwish } from "./hard-swish.js";
import type { TfjsKind, TfjsLayer } from "./kind.js";

/** What TensorFlow.js calls the activations that may be an argument of its layers. */
const names = {
  linear: "linear",
  relu: "relu",
  tanh: "tanh",
  sigmoid: "sigmoid",
  elu: "elu",
  softmax: "softmax",
  gelu: "gelu",
  silu: "swish",
  softplus: "softplus",
} as const satisfies { readonly [A in Activation]?: ActivationName };

/** Reads a layer that is only an activation. */
type Read = (where: string, config: ReturnType<TfjsLayer["getConfig"]>, input: Shape) => ActivationLayer;

const stock: Readonly<Record<string, Read>> = {
  Activation: (where, config) => named(where, config["activation"]),
  ReLU(where, config) {
    check(where, "maxValue", config["maxValue"], [null, undefined]);
    return { kind: "activation", activation: "relu" };
  },
  LeakyReLU(_, config) {
    // whether it is from 0 to 1 is checked with the network
    const slope = config["alpha"] as number;
    return { kind: "activation", activation: "leaky-relu", ...(slope !== defaultSlope && { slope }) };
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
  layerClass: HardSwish,
  stockClasses: Object.keys(stock),
  takesAnyShape: true,
  toLayer(layer, place) {
    const { slope = defaultSlope } = layer;
    if (layer.activation === "leaky-relu") return layers.leakyReLU({ ...place, alpha: slope });
    if (layer.activation === "hard-swish") return hardSwish(place);
    return layers.activation({ ...place, activation: names[layer.activation] });
  },
  fromLayer(layer, input, where) {
    if (layer instanceof HardSwish) return { kind: "activation", activation: "hard-swish" };
    return stock[layer.getClassName()]!(where, layer.getConfig(), input);
  },
};

/** Whether the numbers of a sample are not taken one by one, but along its last axis. */
export function isAlongNodes(layer: Layer): boolean {
  return layer.kind === "activation" && layer.activation === "softmax";
}

/** What an activation is as an argument of a mapping; undefined if it must be a layer of its own. */
export function activationArgument({ activation }: ActivationLayer): ActivationName | undefined {
  // `linear` of its own would be lost as the argument of a mapping, which is linear without one
  if (activation === "linear") return undefined;
  return activation === "leaky-relu" || activation === "hard-swish" ? undefined : names[activation];
}

/** The activation that is the argument of a layer; none if it is linear, which is what a mapping is anyway. */
export function argumentActivation(where: string, layer: TfjsLayer): ActivationLayer[] {
  const { activation: given = "linear" } = layer.getConfig();
  const found = named(where, given);
  return found.activation === "linear" ? [] : [found];
}

function named(where: string, given: unknown): ActivationLayer {
  const found = (Object.keys(names) as (keyof typeof names)[]).find((name) => names[name] === given);
  if (found !== undefined) return { kind: "activation", activation: found };
  const hint = given === "gelu_new" ? "; it is gelu with a tanh, which differs by up to 0.0005" : "";
  throw new TypeError(
    `${where}: activation must be one of ${Object.values(names).join(", ")}, got ${String(given)}${hint}`,
  );
}

/** An activation of a network has no settings but the slope of leaky-relu. */
function check(where: string, name: string, value: unknown, allowed: readonly unknown[]): void {
  if (allowed.includes(value)) return;
  throw new TypeError(`${where}: ${name} must be ${allowed.map(String).join(" or ")}, got ${String(value)}`);
}
