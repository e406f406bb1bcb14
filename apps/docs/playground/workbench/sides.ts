import { createNetwork, type LayerSpec, type Network, summary } from "@reciprocal/network";
import type { Method } from "../settings.js";
import type { Start } from "./train-in-turn.js";

/**
 * The networks that train together, before their first step: the chosen method, a dense one of its shape, and a dense one that
 * trains as many numbers as near as its width can be, at least one hidden node. All start as `createNetwork` does by default.
 */
export function sides({
  method,
  width,
  features,
  classes,
  seed,
}: {
  readonly method: Method;
  readonly width: number;
  readonly features: number;
  readonly classes: number;
  readonly seed: number;
}): readonly Start[] {
  const network = (kind: LayerSpec["kind"], units: number): Network => {
    const layers = [
      { kind, units, activation: "relu" },
      { kind, units: classes, activation: "softmax" },
    ] as LayerSpec[];
    return createNetwork({ inputShape: features, layers, seed });
  };
  const chosen = network(method, width);
  // each hidden node has its weights from the inputs, its bias, and its weights to the classes
  const numbers = summary(chosen).trainable - classes;
  const narrow = Math.max(1, Math.round(numbers / (features + 1 + classes)));
  return [
    { side: "chosen", network: chosen },
    { side: "narrow", network: network("dense", narrow) },
    { side: "dense", network: network("dense", width) },
  ];
}
