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
 * @param shape - of a sample
 * @throws {ShapeError} for a softmax over the channels of an image: the operator goes over a whole row
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
