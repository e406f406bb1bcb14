import { checkOptions } from "../internal/check-options.js";
import { adam } from "./adam.js";
import { adamax } from "./adamax.js";
import type { Optimizer, OptimizerOptions } from "./optimizer.js";
import { sgd } from "./sgd.js";

const moments = ["beta1", "beta2", "epsilon"];
const knownOptions = {
  sgd: ["momentum"],
  adam: moments,
  adamw: [...moments, "weightDecay"],
  adamax: moments,
};

/** Fills in the defaults of an update rule and checks its settings. */
export function createOptimizer(options: OptimizerOptions): Optimizer {
  const known = knownOptions[options.kind] as readonly string[] | undefined;
  if (!known) {
    const kinds = Object.keys(knownOptions).join(", ");
    throw new RangeError(`optimizer: kind must be one of ${kinds}, got ${String(options.kind)}`);
  }
  checkOptions("optimizer", options, ["kind", "learningRate", ...known]);
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
    case "adamw": {
      const { weightDecay = 0.01 } = options;
      check("weightDecay", weightDecay, (x) => x >= 0, "at least 0");
      return adam({ ...options, weightDecay });
    }
    case "adamax":
      return adamax(options);
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
