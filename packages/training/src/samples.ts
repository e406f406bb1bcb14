import { inputSize, type Network } from "@reciprocal/network";
import { ShapeError } from "@reciprocal/spectral";

/** Samples with what a network should answer: either classes or numbers. */
export interface Samples {
  /** count × inputs, row-major. */
  readonly inputs: Float32Array;
  /** Class of every sample, 0 … outputs − 1. */
  readonly labels?: ArrayLike<number>;
  /** count × outputs, row-major; instead of labels. */
  readonly targets?: Float32Array;
}

/** Samples that were checked against a network. */
export interface CheckedSamples {
  readonly count: number;
  readonly inputs: Float32Array;
  /** Row i of the targets, written into a batch; labels become rows of one 1. */
  writeTarget(into: Float32Array, at: number, sample: number): void;
  /** Class of a sample, by label or by the largest target. */
  classOf(sample: number): number;
}

/**
 * Checks samples against a network.
 *
 * @throws {ShapeError} when sizes disagree, or there is no sample
 * @throws {RangeError} for a label outside the classes, or a number that is not finite
 */
export function checkSamples(
  where: string,
  network: Network,
  outputs: number,
  samples: Samples,
): CheckedSamples {
  const { inputs, labels, targets } = samples;
  const count = countRows(where, network, inputs);
  if (labels && targets) throw new TypeError(`${where}: needs labels or targets, got both`);
  if (labels) {
    if (labels.length !== count) {
      throw new ShapeError(
        `${where}: needs one label per sample, got ${labels.length} labels for ${count} samples`,
      );
    }
    for (let i = 0; i < count; i++) {
      const label = labels[i]!;
      if (Number.isInteger(label) && label >= 0 && label < outputs) continue;
      throw new RangeError(
        `${where}: label of sample ${i} must be a whole number from 0 to ${outputs - 1}, got ${label}`,
      );
    }
    return {
      count,
      inputs,
      writeTarget(into, at, sample) {
        into.fill(0, at * outputs, (at + 1) * outputs);
        into[at * outputs + labels[sample]!] = 1;
      },
      classOf: (sample) => labels[sample]!,
    };
  }
  if (!targets) throw new TypeError(`${where}: needs labels or targets, got neither`);
  checkFloat32(`${where}: targets`, targets);
  if (targets.length !== count * outputs) {
    throw new ShapeError(`${where}: needs ${count} × ${outputs} targets, got ${targets.length} numbers`);
  }
  checkFinite(`${where}: targets`, targets);
  return {
    count,
    inputs,
    writeTarget: (into, at, sample) =>
      into.set(targets.subarray(sample * outputs, (sample + 1) * outputs), at * outputs),
    classOf: (sample) => largest(targets, sample * outputs, outputs),
  };
}

/** Number of samples in a row-major array of inputs. */
export function countRows(where: string, network: Network, inputs: Float32Array): number {
  checkFloat32(`${where}: inputs`, inputs);
  const count = inputs.length / inputSize(network);
  if (!(Number.isInteger(count) && count > 0)) {
    throw new ShapeError(
      `${where}: needs samples of ${inputSize(network)} numbers each, got ${inputs.length} numbers in all`,
    );
  }
  checkFinite(`${where}: inputs`, inputs);
  return count;
}

/** Index of the largest of `length` numbers from `start` on, counted from there. */
export function largest(values: ArrayLike<number>, start: number, length: number): number {
  let best = 0;
  for (let i = 1; i < length; i++) if (values[start + i]! > values[start + best]!) best = i;
  return best;
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
