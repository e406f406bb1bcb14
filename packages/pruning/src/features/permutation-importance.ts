import { callback, check, integer, options as tableOf, type OptionTable, show } from "@reciprocal/guards";
import { floatInputs, type Inputs } from "@reciprocal/network";
import { deriveSeed, randomPermutation, ShapeError } from "@reciprocal/spectral";

/** Options of `permutationImportance`. */
export interface PermutationImportanceOptions {
  /** How good predictions on such inputs are: the larger, the better. */
  readonly metric: (inputs: Float32Array) => number | Promise<number>;
  /** Orders tried per feature; default 5. */
  readonly repeats?: number;
  /** Default 0. */
  readonly seed?: number;
}

const table = tableOf(
  () =>
    ({
      metric: callback<PermutationImportanceOptions["metric"]>(),
      repeats: integer({ min: 1 }).default(5),
      seed: integer({ min: 0 }).default(0),
    }) satisfies OptionTable<PermutationImportanceOptions>,
);

/**
 * How much a metric falls if the values of one feature are shuffled among the samples, for every feature (L. Breiman,
 * Mach. Learn. 45, 5 (2001)): a measure of relevance for any model, against which others can be compared. It needs
 * features × repeats evaluations.
 *
 * Weak point: if features depend on each other, each can stand in for the other, and both may seem irrelevant.
 *
 * @param given - the inputs: samples × features, row-major, bytes as in samples; not modified
 * @param features - numbers per sample
 * @returns mean fall of the metric, one per feature; below 0 if chance made it rise
 * @throws {ShapeError} unless `inputs` holds complete samples
 * @throws {RangeError} if the metric is not finite
 *
 * @example
 * import { permutationImportance } from "@reciprocal/pruning";
 *
 * const inputs = Float32Array.of(0, 5, 1, 5, 2, 5, 3, 5); // four samples of two features
 * const metric = (shuffled: Float32Array) => -Math.abs(shuffled[0]! - 0); // only the first feature counts
 * const importance = await permutationImportance(inputs, 2, { metric });
 * console.log(importance[0]! > 0, importance[1] === 0);
 * // => true true
 */
export async function permutationImportance(
  given: Inputs,
  features: number,
  options: PermutationImportanceOptions,
): Promise<Float64Array> {
  const where = "permutationImportance";
  const { metric, repeats, seed } = table.read(where, options);
  const inputs = floatInputs(given);
  check(integer({ min: 1 }), where, "features", features);
  const samples = inputs.length / features;
  if (!(Number.isInteger(samples) && samples > 0)) {
    throw new ShapeError(
      `${where}: inputs needs one or more samples of ${features} values, got ${inputs.length} values`,
    );
  }
  const measure = async (values: Float32Array) => {
    const value = await metric(values);
    if (Number.isFinite(value)) return value;
    throw new RangeError(`${where}: metric must give a finite number, got ${show(value)}`);
  };
  const intact = await measure(inputs);
  const importance = new Float64Array(features);
  for (let feature = 0; feature < features; feature++) {
    for (let repeat = 0; repeat < repeats; repeat++) {
      const order = randomPermutation(samples, { seed: deriveSeed(seed, feature, repeat) });
      const shuffled = inputs.slice();
      order.forEach((sample, i) => (shuffled[i * features + feature] = inputs[sample * features + feature]!));
      importance[feature]! += (intact - (await measure(shuffled))) / repeats;
    }
  }
  return importance;
}
