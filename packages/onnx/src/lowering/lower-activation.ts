import {
  elu,
  gelu,
  hardSwish,
  leakyRelu,
  relu,
  sigmoid,
  silu,
  softmax,
  softplus,
  tanh,
  type Value,
} from "@reciprocal/graph";
import {
  type Activation,
  type ActivationFunction,
  defaultSlope,
  type Shape,
  ShapeError,
} from "@reciprocal/network";

const functions: Readonly<Record<Activation, (x: Value, slope: number) => Value>> = {
  linear: (x) => x,
  relu,
  tanh,
  sigmoid,
  elu,
  softmax,
  "leaky-relu": leakyRelu,
  gelu,
  silu,
  softplus,
  "hard-swish": hardSwish,
};

/**
 * An activation as operators on x, [batch, numbers of a sample].
 *
 * @param where - what an error begins with: the place of the layer
 * @param activation - the function and, for leaky-relu, its slope
 * @param x - what it is applied to
 * @param shape - of a sample
 * @throws {ShapeError} for a softmax over the channels of an image: the operator goes over a whole row
 *
 * @example
 * import { input, interpret } from "@reciprocal/graph";
 * import { lowerActivation } from "@reciprocal/onnx";
 *
 * const x = input("x", ["batch", 3]);
 * const y = lowerActivation("layer 1", { activation: "relu" }, x, [3]);
 * console.log(interpret({ y }, { x: { data: [-1, 0, 2], shape: [1, 3] } }).y.data);
 * // => Float64Array(3) [ 0, 0, 2 ]
 */
export function lowerActivation(
  where: string,
  { activation, slope = defaultSlope }: ActivationFunction,
  x: Value,
  shape: Shape,
): Value {
  if (activation === "softmax" && shape.length > 1) {
    throw new ShapeError(
      `${where} (softmax) needs a list of numbers per sample, got the shape [${shape.join(", ")}]`,
    );
  }
  return functions[activation](x, slope);
}
