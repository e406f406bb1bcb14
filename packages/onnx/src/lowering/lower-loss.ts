import {
  huberError,
  multiply,
  reduceSum,
  scale,
  sigmoidCrossEntropy,
  softmaxCrossEntropy,
  squaredError,
  type Value,
} from "@reciprocal/graph";
import type { Loss } from "@reciprocal/network";
import type { LoweredNetwork } from "./lowered-network.js";

/** What a loss is computed of, as values of a graph. */
export interface LossInputs extends Pick<LoweredNetwork, "outputs" | "logits"> {
  /** What the network should give, [batch, outputs]. */
  readonly targets: Value;
  /** What every sample counts, [batch, 1]; default 1. */
  readonly weights?: Value | undefined;
}

/**
 * The sum of a loss over the samples of a batch, a scalar. A cross-entropy is computed of the logits, which must be those
 * of its activation, as `chooseLoss` sees to.
 *
 * @param loss - which loss
 * @param inputs - outputs or logits of the network, and what is wanted
 *
 * @example
 * import { constant, interpret } from "@reciprocal/graph";
 * import { lowerLoss } from "@reciprocal/onnx";
 *
 * const outputs = constant(Float32Array.of(1, 2), [1, 2]);
 * const targets = constant(Float32Array.of(1, 0), [1, 2]);
 * const loss = lowerLoss("mean-squared-error", { outputs, logits: undefined, targets });
 * console.log(interpret({ loss }).loss.data);
 * // => Float64Array(1) [ 2 ]
 */
export function lowerLoss(loss: Loss, { weights, ...inputs }: LossInputs): Value {
  const losses = outputLosses(loss, inputs);
  const sum = reduceSum(weights ? multiply(losses, weights) : losses);
  return loss === "cross-entropy" ? sum : scale(sum, 1 / Number(inputs.outputs.shape[1]));
}

/** What every output adds, [batch, outputs]. */
function outputLosses(loss: Loss, { outputs, logits, targets }: Omit<LossInputs, "weights">): Value {
  switch (loss) {
    case "cross-entropy":
      return softmaxCrossEntropy(logits!, targets);
    case "binary-cross-entropy":
      return sigmoidCrossEntropy(logits!, targets);
    case "mean-squared-error":
      return squaredError(outputs, targets);
    case "huber":
      return huberError(outputs, targets);
  }
}
