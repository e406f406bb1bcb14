import { adam } from "./adam.js";
import { adamax } from "./adamax.js";
import { optimizerSettings } from "./optimizer-settings.js";
import type { Optimizer, OptimizerOptions } from "./optimizer.js";
import { sgd } from "./sgd.js";

/** Makes an update rule; throws as `optimizerSettings`. */
export function createOptimizer(options: OptimizerOptions): Optimizer {
  const settings = optimizerSettings(options);
  switch (settings.kind) {
    case "sgd":
      return sgd(settings);
    case "adam":
      return adam({ ...settings, weightDecay: 0 });
    case "adamw":
      return adam(settings);
    case "adamax":
      return adamax(settings);
  }
}
