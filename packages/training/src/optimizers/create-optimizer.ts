import { adam } from "./adam.js";
import { adamax } from "./adamax.js";
import type { Optimizer, OptimizerOptions } from "./optimizer.js";
import { sgd } from "./sgd.js";

/** Fills in the defaults of an update rule and checks its settings. */
export function createOptimizer(options: OptimizerOptions): Optimizer {
  check("learningRate", options.learningRate, (x) => x > 0, "above 0");
  if (options.kind === "sgd") {
    check("momentum", options.momentum, (x) => 0 <= x && x < 1, "in [0, 1)");
    return sgd(options);
  }
  check("beta1", options.beta1, (x) => 0 <= x && x < 1, "in [0, 1)");
  check("beta2", options.beta2, (x) => 0 <= x && x < 1, "in [0, 1)");
  check("epsilon", options.epsilon, (x) => x > 0, "above 0");
  switch (options.kind) {
    case "adam":
      return adam({ ...options, weightDecay: 0 });
    case "adamw":
      check("weightDecay", options.weightDecay, (x) => x >= 0, "at least 0");
      return adam({ weightDecay: 0.01, ...options });
    case "adamax":
      return adamax(options);
    default:
      throw new RangeError(
        `optimizer: kind must be sgd, adam, adamw or adamax, got ${String((options as { kind: unknown }).kind)}`,
      );
  }
}

function check(
  name: string,
  value: number | undefined,
  isGood: (value: number) => boolean,
  needed: string,
): void {
  if (value === undefined || (Number.isFinite(value) && isGood(value))) return;
  throw new RangeError(`optimizer: ${name} must be ${needed}, got ${value}`);
}
