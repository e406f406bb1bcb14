import { isObject, object, options, type OptionTable, show } from "@reciprocal/guards";
import { ShapeError } from "@reciprocal/spectral";
import type { SampleSet } from "../dataset.js";

/** What {@link standardize} changes: a data set of any kind, or just rows to predict from. */
export type Standardizable = Pick<SampleSet, "inputs" | "features">;

/** Options of `standardize`. */
export interface StandardizeOptions {
  /** Mean and deviation of an earlier call, say from a file beside the network. Default: those of the samples. */
  readonly by?: Pick<Standardized<Standardizable>, "mean" | "deviation"> | undefined;
}

/** What `standardize` gives: the samples, and the means and deviations by which they were scaled. */
export interface Standardized<S extends Standardizable> {
  /** The samples with other inputs; everything else is shared. */
  readonly dataset: S;
  /** Of each feature; plain numbers, for JSON. */
  readonly mean: readonly number[];
  /** What each feature was divided by: its standard deviation, or 1 for one that is constant. */
  readonly deviation: readonly number[];
  /** Does the same, by the same numbers, to other samples: those for validation, test and prediction. */
  readonly apply: <T extends Standardizable>(samples: T) => T;
}

const table = options(
  () =>
    ({
      by: object<NonNullable<StandardizeOptions["by"]>>().optional(),
    }) satisfies OptionTable<StandardizeOptions>,
);

/**
 * Shifts and scales every feature to mean 0 and standard deviation 1, in float64, rounded once to float32:
 * (x − mean) / deviation, deviation² = Σ (x − mean)² / count. A constant feature becomes 0. Give it the training set,
 * and `apply` what it returns to all others, which then see nothing of each other.
 *
 * Outliers weigh in: one huge value makes all others alike. Targets of a regression stay as they are.
 *
 * @param samples - a data set, or inputs with the number of features; not modified
 * @throws {TypeError} for an unknown option, and for something else than samples
 * @throws {ShapeError} for samples that do not fit their features, or have another number of them than `by`
 * @throws {RangeError} for inputs that are not finite, or become so in float32, in `apply` too, or a `by` that is not of
 * finite numbers, deviations above 0
 *
 * @example
 * import { standardize } from "@reciprocal/datasets";
 *
 * const { dataset, apply } = standardize({ inputs: Float32Array.of(1, 10, 3, 30), features: 2 });
 * console.log(dataset.inputs, apply({ inputs: Float32Array.of(2, 40), features: 2 }).inputs);
 * // => Float32Array(4) [ -1, -1, 1, 1 ] Float32Array(2) [ 0, 2 ]
 */
export function standardize<S extends Standardizable>(
  samples: S,
  given: StandardizeOptions = {},
): Standardized<S> {
  const { by } = table.read("standardize", given);
  checkRows(samples);
  const { mean, deviation } = by ?? measure(samples);
  if (!(areFinite(mean) && areFinite(deviation) && deviation.every((value) => value > 0))) {
    throw new RangeError("standardize: needs a finite mean and a finite deviation above 0 for every feature");
  }
  const apply = <T extends Standardizable>(others: T): T => {
    checkRows(others);
    const { inputs, features } = others;
    if (!(mean.length === features && deviation.length === features)) {
      throw new ShapeError(
        `standardize: needs samples of ${mean.length} features (and as many deviations), got ${features} and ${deviation.length}`,
      );
    }
    const scaled = inputs.map((value, i) => (value - mean[i % features]!) / deviation[i % features]!);
    const wrong = scaled.findIndex((value) => !Number.isFinite(value));
    if (wrong >= 0) {
      throw new RangeError(
        `standardize: needs inputs that are finite, before and after, got ${inputs[wrong]} for feature ${wrong % features} of sample ${Math.floor(wrong / features)}`,
      );
    }
    return { ...others, inputs: scaled };
  };
  return { dataset: apply(samples), mean, deviation, apply };
}

/** Of what may come from JSON. */
function areFinite(values: unknown): boolean {
  return Array.isArray(values) && values.every(Number.isFinite);
}

function checkRows(samples: Standardizable): void {
  if (!isObject(samples) || !ArrayBuffer.isView(samples.inputs)) {
    throw new TypeError(
      `standardize: needs samples with inputs and features, such as a data set, got ${show(samples)}`,
    );
  }
  const { inputs, features } = samples;
  if (Number.isSafeInteger(features) && features >= 1 && inputs.length % features === 0) return;
  throw new ShapeError(
    `standardize: needs rows of ${features} features, at least 1, got ${inputs.length} numbers`,
  );
}

/** Mean and deviation of every feature, in two passes, since a sum of squares alone would cancel. */
function measure({ inputs, features }: Standardizable): { mean: number[]; deviation: number[] } {
  const count = inputs.length / features;
  if (count === 0) throw new ShapeError("standardize: needs at least one sample, got none");
  const mean: number[] = [];
  const deviation: number[] = [];
  const column = new Float64Array(count);
  for (let feature = 0; feature < features; feature++) {
    for (let i = 0; i < count; i++) column[i] = inputs[i * features + feature]!;
    const first = column[0]!;
    if (column.every((value) => value === first)) {
      // a mean that rounds away from its equal numbers would leave a tiny deviation to divide by
      mean.push(first);
      deviation.push(1);
      continue;
    }
    const center = column.reduce((sum, value) => sum + value, 0) / count;
    mean.push(center);
    deviation.push(Math.sqrt(column.reduce((sum, value) => sum + (value - center) ** 2, 0) / count));
  }
  return { mean, deviation };
}
