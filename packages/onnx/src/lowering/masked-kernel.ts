import { constant, input, multiply, scalar, topologicalOrder, where, type Value } from "@reciprocal/graph";
import { layerKernel, type MappingLayer } from "@reciprocal/network";
import { maskedCount } from "@reciprocal/spectral";
import type { LayerContext } from "./form.js";
import type { LoweredMask } from "./lowered-network.js";
import { maskBelow, thresholdWithin } from "./magnitude-mask.js";

export interface MaskOptions {
  /** Place of the layer in the network. */
  readonly index: number;
  /** Whether a w that no run changes keeps its parts; else it becomes one constant, as the reference computes it. */
  readonly keepsParts: boolean;
  readonly name: LayerContext["name"];
  /** Is told of a mask that is found anew in every run. */
  readonly onMask: (mask: LoweredMask) => void;
}

/** w of a layer with its masks on it, fixed and dynamic; w itself if there is none. */
export function maskedKernel(w: Value, layer: MappingLayer, options: MaskOptions): Value {
  const { inputs, outputs, mask, sparsity = 0 } = layer;
  const { index, keepsParts, name, onMask } = options;
  const shape = [outputs, inputs];
  if (!mask && sparsity === 0) return w;
  if (topologicalOrder([w]).every((value) => value.kind !== "input")) {
    const kernel = layerKernel(layer);
    if (!keepsParts) return name(constant(Float32Array.from(kernel), shape), "kernel");
    // no run changes w, so a dynamic mask is as fixed as the other one
    const kept = name(
      constant(
        Uint8Array.from(kernel, (value) => Number(value !== 0)),
        shape,
      ),
      "mask",
    );
    return name(where(kept, w, scalar(0)), "masked");
  }
  const open = mask ? multiply(w, constant(Float32Array.from(mask), shape)) : w;
  if (sparsity === 0) return open;
  const weights = inputs * outputs;
  const bracket = { low: input(`${index}.low`, [1]), high: input(`${index}.high`, [1]) };
  const threshold = thresholdWithin(open, maskedCount(weights, sparsity), bracket);
  onMask({ layer: index, weights, bracket, threshold });
  return maskBelow(open, threshold);
}
