import { deriveSeed, randomPermutation, ShapeError } from "@reciprocal/spectral";
import { checkFunction, checkOptions, checkWhole } from "./internal/check-options.js";

export interface PermutationImportanceOptions {
  /** How good predictions on such inputs are: the larger, the better. */
  readonly metric: (inputs: Float32Array) => number | Promise<number>;
  /** Orders tried per feature; default 5. */
  readonly repeats?: number;
  /** Default 0. */
  readonly seed?: number;
}

/**
 * How much a metric falls when the values of one feature are dealt out to other samples, for every feature (L. Breiman,
 * Mach. Learn. 45, 5 (2001)): a measure of relevance for any model, against which others can be compared. It needs
 * features × repeats evaluations.
 *
 * Weak point: where features depend on each other, each can stand in for the other, and both may seem irrelevant.
 *
 * @param inputs - samples × features, row-major; not modified
 * @throws {ShapeError} unless `inputs` holds whole samples
 * @throws {RangeError} where the metric is not finite
 * @returns mean fall of the metric, one per feature; below 0 where chance made it rise
 */
export async function permutationImportance(
  inputs: Float32Array,
  features: number,
  options: PermutationImportanceOptions,
): Promise<Float64Array> {
  const where = "permutationImportance";
  checkOptions(where, options, ["metric", "repeats", "seed"]);
  const { metric, repeats = 5, seed = 0 } = options;
  checkFunction(where, "metric", metric);
  checkWhole(where, "features", features);
  checkWhole(where, "repeats", repeats);
  const samples = inputs.length / features;
  if (!(Number.isInteger(samples) && samples > 0)) {
    throw new ShapeError(`${where}: needs samples of ${features} numbers each, got ${inputs.length} in all`);
  }
  const measure = async (values: Float32Array) => {
    const value = await metric(values);
    if (Number.isFinite(value)) return value;
    throw new RangeError(`${where}: metric must be a finite number, got ${String(value)}`);
  };
  const whole = await measure(inputs);
  const importance = new Float64Array(features);
  for (let feature = 0; feature < features; feature++) {
    for (let repeat = 0; repeat < repeats; repeat++) {
      const order = randomPermutation(samples, { seed: deriveSeed(seed, feature, repeat) });
      const dealt = inputs.slice();
      order.forEach((sample, i) => (dealt[i * features + feature] = inputs[sample * features + feature]!));
      importance[feature]! += (whole - (await measure(dealt))) / repeats;
    }
  }
  return importance;
}
