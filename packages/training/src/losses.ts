import {
  logSoftmax,
  multiply,
  negate,
  reduceSum,
  scale,
  square,
  subtract,
  type Value,
} from "@reciprocal/graph";
import type { LoweredNetwork } from "@reciprocal/onnx";

/**
 * `cross-entropy`: −Σ t ln p over the classes, for networks that end with a softmax.
 * `mean-squared-error`: (y − t)², its mean over the outputs. Both are means over the samples.
 */
export type Loss = "cross-entropy" | "mean-squared-error";

/** The sum of a loss over the samples of a batch, a scalar. */
export function lossSum(loss: Loss, { outputs, logits }: LoweredNetwork, targets: Value): Value {
  switch (loss) {
    case "cross-entropy":
      if (!logits)
        throw new TypeError(
          "loss: cross-entropy needs a network whose last layer is a softmax; for numbers, take mean-squared-error",
        );
      return negate(reduceSum(multiply(targets, logSoftmax(logits))));
    case "mean-squared-error":
      return scale(reduceSum(square(subtract(outputs, targets))), 1 / Number(outputs.shape[1]));
    default:
      throw new RangeError(`loss: must be cross-entropy or mean-squared-error, got ${String(loss)}`);
  }
}
