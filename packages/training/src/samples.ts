import { inputSize, outputSize, type Network, type Samples } from "@reciprocal/network";
import { ShapeError } from "@reciprocal/spectral";

/** Samples that were checked against a network. */
export interface CheckedSamples {
  readonly count: number;
  readonly samples: Samples;
  /** Row i of the targets, written into a batch; labels become rows of one 1. */
  writeTarget(into: Float32Array, at: number, sample: number): void;
  /** Class of a sample, by label or by the largest target. */
  classOf(sample: number): number;
  /** Those from `start` up to `end`, without a copy of the numbers. */
  part(start: number, end: number): CheckedSamples;
}

/** Numbers per sample. */
interface Sizes {
  readonly inputs: number;
  readonly outputs: number;
}

/**
 * Checks samples against a network.
 *
 * @throws {ShapeError} when sizes disagree, or there is no sample
 * @throws {RangeError} for a label outside the classes, or a number that is not finite
 */
export function checkSamples(where: string, network: Network, samples: Samples): CheckedSamples {
  if (typeof samples !== "object" || samples === null) {
    throw new TypeError(`${where}: samples must be an object of inputs and labels or targets`);
  }
  const sizes = { inputs: inputSize(network), outputs: outputSize(network) };
  const { inputs, labels, targets } = samples;
  const count = countRows(where, sizes.inputs, inputs);
  if (labels && targets) throw new TypeError(`${where}: needs labels or targets, got both`);
  if (labels) {
    checkLabels(where, labels, { count, classes: sizes.outputs });
    return withLabels(inputs, labels, sizes);
  }
  if (!targets) throw new TypeError(`${where}: needs labels or targets, got neither`);
  checkFloat32(`${where}: targets`, targets);
  if (targets.length !== count * sizes.outputs) {
    throw new ShapeError(
      `${where}: needs ${count} × ${sizes.outputs} targets, got ${targets.length} numbers`,
    );
  }
  checkFinite(`${where}: targets`, targets);
  return withTargets(inputs, targets, sizes);
}

function withLabels(inputs: Float32Array, labels: ArrayLike<number>, sizes: Sizes): CheckedSamples {
  const { outputs } = sizes;
  return {
    count: labels.length,
    samples: { inputs, labels },
    writeTarget(into, at, sample) {
      into.fill(0, at * outputs, (at + 1) * outputs);
      into[at * outputs + labels[sample]!] = 1;
    },
    classOf: (sample) => labels[sample]!,
    part: (start, end) =>
      withLabels(
        inputs.subarray(start * sizes.inputs, end * sizes.inputs),
        Array.prototype.slice.call(labels, start, end) as number[],
        sizes,
      ),
  };
}

function withTargets(inputs: Float32Array, targets: Float32Array, sizes: Sizes): CheckedSamples {
  const { outputs } = sizes;
  return {
    count: targets.length / outputs,
    samples: { inputs, targets },
    writeTarget: (into, at, sample) =>
      into.set(targets.subarray(sample * outputs, (sample + 1) * outputs), at * outputs),
    classOf: (sample) => largest(targets, sample * outputs, outputs),
    part: (start, end) =>
      withTargets(
        inputs.subarray(start * sizes.inputs, end * sizes.inputs),
        targets.subarray(start * outputs, end * outputs),
        sizes,
      ),
  };
}

/** Number of samples of `width` numbers in an array of inputs. */
export function countRows(where: string, width: number, inputs: Float32Array): number {
  checkFloat32(`${where}: inputs`, inputs);
  const count = inputs.length / width;
  if (!(Number.isInteger(count) && count > 0)) {
    throw new ShapeError(
      `${where}: needs samples of ${width} numbers each, got ${inputs.length} numbers in all`,
    );
  }
  checkFinite(`${where}: inputs`, inputs);
  return count;
}

/** How many samples of a batch have their largest output where it should be; NaN for a network with one output. */
export function countCorrect(
  scores: Float32Array,
  {
    count,
    outputs,
    classOf,
  }: {
    readonly count: number;
    readonly outputs: number;
    /** Class of the i-th sample of the batch. */
    readonly classOf: (i: number) => number;
  },
): number {
  if (outputs === 1) return NaN;
  let correct = 0;
  for (let i = 0; i < count; i++) if (largest(scores, i * outputs, outputs) === classOf(i)) correct++;
  return correct;
}

/** Index of the largest of `length` numbers from `start` on, counted from there. */
function largest(values: ArrayLike<number>, start: number, length: number): number {
  let best = 0;
  for (let i = 1; i < length; i++) if (values[start + i]! > values[start + best]!) best = i;
  return best;
}

function checkLabels(
  where: string,
  labels: ArrayLike<number>,
  { count, classes }: { readonly count: number; readonly classes: number },
): void {
  if (labels.length !== count) {
    throw new ShapeError(
      `${where}: needs one label per sample, got ${labels.length} labels for ${count} samples`,
    );
  }
  for (let i = 0; i < count; i++) {
    const label = labels[i]!;
    if (Number.isInteger(label) && label >= 0 && label < classes) continue;
    throw new RangeError(
      `${where}: label of sample ${i} must be an integer from 0 to ${classes - 1}, got ${label}`,
    );
  }
}

function checkFloat32(what: string, values: unknown): void {
  if (values instanceof Float32Array) return;
  const got = Object.prototype.toString.call(values).slice(8, -1);
  throw new TypeError(`${what} must be a Float32Array, got ${got}`);
}

function checkFinite(what: string, values: Float32Array): void {
  // a sum tells at once whether any number is not finite, so the search for it runs only when one is there
  let sum = 0;
  for (let i = 0; i < values.length; i++) sum += values[i]! * 0;
  if (sum === 0) return;
  const index = values.findIndex((value) => !Number.isFinite(value));
  throw new RangeError(`${what}: number ${index} is ${values[index]}, needed a finite number`);
}
