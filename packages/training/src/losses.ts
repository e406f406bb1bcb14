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
import type { Loss } from "@reciprocal/network";
import type { LoweredNetwork } from "@reciprocal/onnx";

export const losses = ["cross-entropy", "mean-squared-error"] as const satisfies readonly Loss[];

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
  }
}
