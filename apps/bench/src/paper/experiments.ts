import type { Experiment } from "./experiment.js";
import { counts } from "./experiments/counts.js";
import { eigenvalues } from "./experiments/eigenvalues.js";
import { oneHidden } from "./experiments/one-hidden.js";
import { sparse } from "./experiments/sparse.js";
import { twoHidden } from "./experiments/two-hidden.js";
import { variants } from "./experiments/variants.js";

/** In the order of the report. */
export const experiments: readonly Experiment[] = [
  oneHidden,
  twoHidden,
  sparse,
  variants,
  eigenvalues,
  counts,
];
