import { magnitudeThreshold, ShapeError } from "@reciprocal/spectral";
import type { Activation } from "./activation.js";
import { checkMask } from "./internal/check-mask.js";
import { checkSize } from "./internal/check-size.js";
import { checkSparsity } from "./internal/check-sparsity.js";
import { multiplyTransposed } from "./internal/multiply-transposed.js";
import type { Basis, Group, LayerKind } from "./layer-kind.js";
import type { DenseLayer, MappingLayer } from "./network.js";
import { shapeSize } from "./shape.js";

/** What the specs of all mappings have in common. */
export interface MappingSpec {
  /** Nodes of the next layer, m. */
  readonly units: number;
  /** After the mapping; default linear, which adds no layer. */
  readonly activation?: Activation;
  /** Add a vector b that starts from zero and trains; default true. */
  readonly useBias?: boolean;
  /** Dynamic magnitude mask: the share of weights that are zero, 0 ≤ p < 1; default 0. See `Mapping.sparsity`. */
  readonly sparsity?: number;
}

/** A kind of layer that is y = w x + b. */
export interface MappingKind<L extends MappingLayer, S extends MappingSpec> extends LayerKind<L> {
  /** The keys that a spec of this kind may have. */
  readonly options: readonly string[];
  /** A layer of initial values: every group draws from its own stream, derived from `seed`. */
  create(spec: S, inputs: number, seed: number, where: string): L;
  /** w, m×n, in float64, with what the layer's masks hide set to zero. */
  kernel(layer: L): Float64Array;
}

/** What a mapping has to say of itself; the rest follows from it being y = w x + b. */
interface MappingParts<L extends MappingLayer, S extends MappingSpec> {
  /** Keys of the spec beside those of every mapping. */
  options: readonly string[];
  create: MappingKind<L, S>["create"];
  /** w without a mask, in an array of its own. */
  kernel: (layer: L) => Float64Array;
  /** Bias aside. */
  groups: (layer: L) => readonly Group[];
  bases: (layer: L) => readonly Basis[];
}

export function mappingKind<L extends MappingLayer, S extends MappingSpec>({
  options,
  create,
  kernel: wholeKernel,
  groups,
  bases,
}: MappingParts<L, S>): MappingKind<L, S> {
  const kernel = (layer: L) => maskKernel(applyMask(wholeKernel(layer), layer.mask), layer.sparsity);
  return {
    options: ["kind", "units", "activation", "useBias", "sparsity", ...options],
    create,
    kernel,
    bases,
    outputShape(layer, input, where) {
      checkSize(where, "inputs", layer.inputs);
      checkSize(where, "outputs", layer.outputs);
      checkSparsity(where, layer.sparsity);
      checkMask(where, layer);
      const arriving = shapeSize(input);
      if (layer.inputs === arriving) return [layer.outputs];
      throw new ShapeError(
        `${where}: inputs must be ${arriving}, what arrives at the layer, got ${layer.inputs}`,
      );
    },
    groups(layer) {
      const own = groups(layer);
      if (layer.bias === undefined) return own;
      return [...own, { name: "bias", role: "bias", shape: [layer.outputs], content: layer.bias }];
    },
    denseNumbers: ({ inputs, outputs }) => inputs * outputs,
    forward(layer, values) {
      const { inputs, outputs, bias } = layer;
      const shape = { rows: values.length / inputs, columns: outputs, inner: inputs };
      const result = multiplyTransposed(values, kernel(layer), shape);
      return bias ? result.map((value, index) => value + bias[index % outputs]!) : result;
    },
    toDense(layer): DenseLayer {
      const { inputs, outputs, bias, trainable } = layer;
      return {
        kind: "dense",
        inputs,
        outputs,
        kernel: Float32Array.from(kernel(layer)),
        ...(bias && { bias }),
        trainable: { kernel: true, bias: trainable.bias },
      };
    },
  };
}

/** Sets the weights that a fixed mask hides to zero, in place. */
function applyMask(kernel: Float64Array, mask: Uint8Array | undefined): Float64Array {
  if (mask) for (let i = 0; i < kernel.length; i++) if (mask[i] === 0) kernel[i] = 0;
  return kernel;
}

/** Sets the weights below the threshold to zero, in place; which ones is decided in float32, as engines hold w. */
function maskKernel(kernel: Float64Array, sparsity = 0): Float64Array {
  if (sparsity === 0) return kernel;
  const threshold = magnitudeThreshold(kernel, sparsity);
  for (let i = 0; i < kernel.length; i++) {
    if (Math.abs(Math.fround(kernel[i]!)) < threshold) kernel[i] = 0;
  }
  return kernel;
}

/** The fields that every mapping starts with. */
export function mappingFields(
  { units, useBias = true, sparsity = 0 }: MappingSpec,
  inputs: number,
): { inputs: number; outputs: number; bias?: Float32Array; sparsity?: number } {
  return {
    inputs,
    outputs: units,
    ...(useBias && { bias: new Float32Array(units) }),
    ...(sparsity > 0 && { sparsity }),
  };
}
