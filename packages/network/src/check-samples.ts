import { findNotFinite, isObject, show } from "@reciprocal/guards";
import { ShapeError } from "@reciprocal/spectral";
import { inputSize, outputSize } from "./layer-shapes.js";
import type { Loss } from "./loss.js";
import type { Network } from "./network.js";
import type { Inputs, Samples } from "./samples.js";

/** Samples that were checked against a network. */
export interface CheckedSamples {
  /** How many samples there are. */
  readonly count: number;
  /** Those that came in, not a copy. */
  readonly inputs: Inputs;
  /** A copy. Either labels or targets are there. */
  readonly labels?: Int32Array;
  /** A copy, count × outputs, row-major. */
  readonly targets?: Float32Array;
  /** A copy: what every sample counts; absent if none were given. */
  readonly weights?: Float32Array;
}

/**
 * Checks samples against a network and a loss.
 *
 * @param where - the name of the caller, with which errors begin
 * @param network - what the samples are for
 * @param samples - what to check; not modified
 * @param loss - what they are to be measured by; default the one that fits the network's end
 * @throws {ShapeError} when sizes disagree, or there is no sample
 * @throws {TypeError} for arrays and labels of another type
 * @throws {RangeError} for a label outside the classes, a number that is not finite or that the loss does not take
 *
 * @example
 * import { checkSamples, createNetwork } from "@reciprocal/network";
 *
 * const network = createNetwork({ inputShape: 2, layers: [{ kind: "spectral", units: 3, activation: "softmax" }] });
 * const { count } = checkSamples("measure", network, { inputs: new Float32Array(4), labels: [0, 2] });
 * console.log(count);
 * // => 2
 */
export function checkSamples(where: string, network: Network, samples: Samples, loss?: Loss): CheckedSamples {
  if (!isObject(samples)) {
    throw new TypeError(
      `${where}: samples must be an object of inputs and labels or targets, got ${show(samples)}`,
    );
  }
  const { inputs, labels, targets, weights } = samples;
  const { features } = samples as { readonly features?: unknown }; // of a data set
  const [width, outputs] = [inputSize(network), outputSize(network)];
  checkInputs(where, inputs);
  if (labels && targets) throw new TypeError(`${where}: needs labels or targets, got both`);
  if (!labels && !targets) throw new TypeError(`${where}: needs labels or targets, got neither`);
  if (targets) checkFloat32(where, "targets", targets);
  else if (typeof (labels as Partial<ArrayLike<unknown>>).length !== "number") {
    throw new TypeError(`${where}: labels must be an array, got ${show(labels)}`);
  }
  if (typeof features === "number" && features !== width) {
    throw new ShapeError(
      `${where}: needs samples of ${width} numbers, as the network has ${width} inputs, got ${features} features each`,
    );
  }
  const rows = labels ? labels.length : targets.length / outputs;
  const count = wholeRows(where, inputs, { width, rows });
  checkAnswers(where, { inputs, count, width, outputs, rows, isLabeled: labels !== undefined });
  if (weights !== undefined) checkWeights(where, weights, count);
  const weighted = weights && { weights };
  if (labels) return { count, inputs, labels: checkLabels(where, labels, { count, outputs }), ...weighted };
  checkTargets(where, targets, loss);
  return { count, inputs, targets, ...weighted };
}

/**
 * How many samples of `width` numbers there are, all of them finite.
 *
 * @param where - the name of the caller, with which errors begin
 * @param width - numbers per sample
 * @param inputs - samples × width, row-major; not modified
 * @throws {TypeError} unless they are a Float32Array or a Uint8Array
 * @throws {ShapeError} if there is none, or one is not whole
 * @throws {RangeError} for a number that is not finite
 *
 * @example
 * import { countRows } from "@reciprocal/network";
 *
 * console.log(countRows("predict", 2, new Float32Array(6)));
 * // => 3
 */
export function countRows(where: string, width: number, inputs: Inputs): number {
  checkInputs(where, inputs);
  return wholeRows(where, inputs, { width });
}

function checkInputs(where: string, inputs: unknown): void {
  if (inputs instanceof Float32Array || inputs instanceof Uint8Array) return;
  throw new TypeError(`${where}: inputs must be a Float32Array or a Uint8Array, got ${show(inputs)}`);
}

/** @param rows - how many answers there are, which tells how many samples were meant */
function wholeRows(
  where: string,
  inputs: Inputs,
  { width, rows = NaN }: { readonly width: number; readonly rows?: number },
): number {
  const count = inputs.length / width;
  if (!(Number.isInteger(count) && count > 0)) {
    throw new ShapeError(
      `${where}: needs samples of ${width} numbers each, got ${inputs.length} numbers in all` +
        hintOnWidth(inputs.length, { width, rows }),
    );
  }
  if (inputs instanceof Float32Array) checkFinite(`${where}: inputs`, inputs);
  return count;
}

/** What the number of answers says of the width of a sample. */
function hintOnWidth(numbers: number, { width, rows }: { width: number; rows: number }): string {
  const meant = numbers / rows;
  if (!(Number.isInteger(meant) && meant > 0 && meant !== width)) return "";
  const samples = rows === 1 ? "one sample would be a row" : `${rows} samples would be rows`;
  return `; ${samples} of ${meant} numbers: does the network need an inputShape of ${meant}?`;
}

const counted = (count: number, noun: string): string => `${count} ${noun}${count === 1 ? "" : "s"}`;

const oneHotFix = (count: number, outputs: number): string =>
  `rows with a number for every class are \`targets\`, a Float32Array of ${count} × ${outputs}`;

/** One label, or one row of targets, for every sample. */
function checkAnswers(
  where: string,
  {
    inputs,
    count,
    width,
    outputs,
    rows,
    isLabeled,
  }: {
    readonly inputs: Inputs;
    readonly count: number;
    readonly width: number;
    readonly outputs: number;
    readonly rows: number;
    readonly isLabeled: boolean;
  },
): void {
  if (rows === count) return;
  const samples = `${counted(count, "sample")} (${inputs.length} numbers, ${width} each)`;
  if (!isLabeled) {
    throw new ShapeError(
      `${where}: needs ${count} × ${outputs} targets, got ${rows * outputs} numbers for ${samples}` +
        hintOnWidth(inputs.length, { width, rows }),
    );
  }
  const fix =
    outputs > 1 && rows === count * outputs
      ? `; ${oneHotFix(count, outputs)}`
      : hintOnWidth(inputs.length, { width, rows });
  throw new ShapeError(
    `${where}: needs one label per sample, got ${counted(rows, "label")} for ${samples}${fix}`,
  );
}

function checkLabels(
  where: string,
  labels: ArrayLike<unknown>,
  { count, outputs }: { readonly count: number; readonly outputs: number },
): Int32Array {
  // one output says how likely class 1 is
  const classes = Math.max(outputs, 2);
  const numbers = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const label = labels[i];
    const isInteger = Number.isInteger(label);
    if (isInteger && (label as number) >= 0 && (label as number) < classes) {
      numbers[i] = label as number;
      continue;
    }
    const message = `${where}: label of sample ${i} must be an integer from 0 to ${classes - 1}, got ${show(label)}`;
    if (typeof label === "number") throw new RangeError(message);
    const fix =
      typeof label === "string"
        ? ", which is a text; give every class a number"
        : typeof label === "bigint"
          ? ", which is a bigint; take Number(label)"
          : typeof label === "object" && label !== null
            ? `; ${oneHotFix(count, outputs)}`
            : "";
    throw new TypeError(message + fix);
  }
  return numbers;
}

function checkTargets(where: string, targets: Float32Array, loss: Loss | undefined): void {
  checkFinite(`${where}: targets`, targets);
  if (loss !== "cross-entropy" && loss !== "binary-cross-entropy") return;
  const largest = loss === "cross-entropy" ? Infinity : 1;
  const wrong = targets.findIndex((target) => !(0 <= target && target <= largest));
  if (wrong === -1) return;
  const needed = largest === 1 ? "from 0 to 1" : "of at least 0";
  throw new RangeError(
    `${where}: the loss ${loss} needs targets ${needed}, got ${targets[wrong]} at number ${wrong}`,
  );
}

function checkWeights(where: string, weights: unknown, count: number): void {
  checkFloat32(where, "weights", weights);
  if (weights.length !== count) {
    throw new ShapeError(
      `${where}: needs one weight per sample, got ${counted(weights.length, "weight")} for ${counted(count, "sample")}`,
    );
  }
  checkFinite(`${where}: weights`, weights);
  const negative = weights.findIndex((weight) => weight < 0);
  if (negative !== -1) {
    throw new RangeError(
      `${where}: weight of sample ${negative} must be at least 0, got ${weights[negative]}`,
    );
  }
  if (!weights.some((weight) => weight > 0)) {
    throw new RangeError(`${where}: at least one weight must be above 0, got ${count} times 0`);
  }
}

function checkFloat32(where: string, name: string, values: unknown): asserts values is Float32Array {
  if (values instanceof Float32Array) return;
  throw new TypeError(`${where}: ${name} must be a Float32Array, got ${show(values)}`);
}

function checkFinite(what: string, values: Float32Array): void {
  const index = findNotFinite(values);
  if (index === -1) return;
  throw new RangeError(`${what}: number ${index} is ${values[index]}, needed a finite number`);
}
