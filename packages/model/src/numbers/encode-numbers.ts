import { show } from "@reciprocal/guards";
import { ModelInputError } from "../errors.js";
import type { NumbersInput } from "../specs/input-spec.js";

/**
 * Lists of numbers as inputs of the network, row after row.
 *
 * @throws {ModelInputError} for a list of another length, and a number that is not finite
 */
export function encodeNumbers(
  where: string,
  { mean, deviation }: NumbersInput,
  samples: readonly ArrayLike<number>[],
  size: number,
): Float32Array {
  const given: unknown = samples;
  if (!Array.isArray(given)) {
    throw new TypeError(`${where}: needs a list of numbers, or an array of lists, got ${show(given)}`);
  }
  const inputs = new Float32Array(samples.length * size);
  for (const [sample, values] of samples.entries()) {
    if (values?.length !== size) {
      throw new ModelInputError(
        `${where}: sample ${sample} needs ${size} numbers, got ${values?.length ?? show(values)}`,
      );
    }
    for (let i = 0; i < size; i++) {
      const value = values[i];
      const scaled = typeof value === "number" ? (value - (mean?.[i] ?? 0)) / (deviation?.[i] ?? 1) : NaN;
      if (!Number.isFinite(Math.fround(scaled))) {
        throw new ModelInputError(
          `${where}: number ${i} of sample ${sample} must be finite, got ${show(value)}`,
        );
      }
      inputs[sample * size + i] = scaled;
    }
  }
  return inputs;
}
