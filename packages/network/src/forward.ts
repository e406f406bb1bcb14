import { check, checkOutputs, integer, options as table, type OptionTable } from "@reciprocal/guards";
import { ShapeError } from "@reciprocal/spectral";
import { checkFinite } from "./internal/check-finite.js";
import { floatInputs } from "./inputs.js";
import { kindOf } from "./kinds/index.js";
import { inputSize, layerShapes } from "./layer-shapes.js";
import type { Network } from "./network.js";
import { shapeSize } from "./shape.js";
import { layerLabel, validateNetwork } from "./validate-network.js";

/** Options of `forward`. */
export interface ForwardOptions {
  /** How many layers to pass, activations counted; default all. 0 gives the inputs back. */
  readonly upTo?: number;
}

const forwardOptions = table(
  () => ({ upTo: integer({ min: 0 }).optional() }) satisfies OptionTable<ForwardOptions>,
);

/**
 * The reference forward pass: every layer in plain float64 on the float32 numbers that the network holds. Other
 * engines are tested against it; it forms each kernel anew and is not fast.
 *
 * @param network - what computes; not modified
 * @param inputs - a batch, row-major, samples × the numbers of `inputShape`; not modified. A Uint8Array is bytes
 * of byte / 255, as in samples
 * @returns new array, row-major, samples × outputs
 * @throws {ShapeError} unless `inputs` holds one or more whole samples, and as `validateNetwork`
 * @throws {RangeError} if an input or an output is not finite, or `upTo` is out of range
 *
 * @example
 * import { createNetwork, forward } from "@reciprocal/network";
 *
 * const network = createNetwork({ inputShape: 4, layers: [{ kind: "spectral", units: 2, activation: "softmax" }] });
 * const outputs = forward(network, [1, 0, 0, 0, 0, 1, 0, 0]); // two samples
 * console.log(outputs.length, outputs[0]! + outputs[1]!);
 * // => 4 1
 */
export function forward(
  network: Network,
  inputs: ArrayLike<number>,
  options: ForwardOptions = {},
): Float64Array {
  validateNetwork(network);
  const count = network.layers.length;
  const { upTo = count } = forwardOptions.read("forward", options);
  check(integer({ min: 0, max: count }), "forward", "upTo", upTo);
  const size = inputSize(network);
  const samples = inputs.length / size;
  if (!(Number.isInteger(samples) && samples > 0)) {
    throw new ShapeError(
      `forward: inputs needs whole samples of ${size} values, got ${inputs.length} values`,
    );
  }
  checkFinite("forward", "inputs", inputs);
  // bytes stand for fractions, see Inputs
  let values: Float64Array = new Float64Array(inputs instanceof Uint8Array ? floatInputs(inputs) : inputs);
  const shapes = layerShapes(network);
  network.layers.slice(0, upTo).forEach((layer, index) => {
    values = kindOf(layerLabel(layer, index), layer).forward(layer, values, shapes[index]!.input);
  });
  const width = upTo === 0 ? size : shapeSize(shapes[upTo - 1]!.output);
  checkOutputs("forward", values, {
    width,
    why: "with these inputs the numbers of the network pass the largest float64",
  });
  return values;
}
