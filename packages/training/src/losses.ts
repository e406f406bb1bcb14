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
import type { LoweredNetwork } from "@reciprocal/onnx";

/**
 * The sum of a loss over the samples of a batch, a scalar.
 *
 * @param weights - what every sample counts, [batch, 1]; default: 1
 */
export function lossSum(
  loss: Loss,
  lowered: LoweredNetwork,
  { targets, weights }: { readonly targets: Value; readonly weights?: Value | undefined },
): Value {
  const losses = outputLosses(loss, lowered, targets);
  const sum = reduceSum(weights ? multiply(losses, weights) : losses);
  return loss === "cross-entropy" ? sum : scale(sum, 1 / Number(lowered.outputs.shape[1]));
}

/** What every output adds, [batch, outputs]; chooseLoss has seen to it that the logits are those of the loss. */
function outputLosses(loss: Loss, { outputs, logits }: LoweredNetwork, targets: Value): Value {
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
