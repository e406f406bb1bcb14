import type { Inputs } from "@reciprocal/network";
import { ShapeError } from "@reciprocal/spectral";

/**
 * The columns of a batch that a network with fewer inputs still takes.
 *
 * @param inputs - samples × width, row-major, floats or bytes; not modified
 * @param width - inputs per sample of the network before it shrank
 * @param keptInputs - which of them stay, in this order (see `keptInputs`); one that is named twice comes twice
 * @throws {ShapeError} unless `inputs` holds complete samples, and if none stays
 * @throws {RangeError} for an index that does not exist
 *
 * @example
 * import { selectInputs } from "@reciprocal/pruning";
 *
 * console.log(selectInputs(Float32Array.of(1, 2, 3, 4, 5, 6), 3, Uint32Array.of(0, 2)));
 * // => Float32Array(4) [ 1, 3, 4, 6 ]
 */
export function selectInputs<I extends Inputs>(inputs: I, width: number, keptInputs: Uint32Array): I {
  const samples = inputs.length / width;
  if (!Number.isInteger(samples)) {
    throw new ShapeError(
      `selectInputs: inputs needs samples of ${width} values, got ${inputs.length} values`,
    );
  }
  if (keptInputs.length === 0)
    throw new ShapeError("selectInputs: keptInputs needs at least one index, got none");
  const wrong = keptInputs.find((index) => index >= width);
  if (wrong !== undefined) {
    throw new RangeError(`selectInputs: keptInputs must be from 0 to ${width - 1}, got ${wrong}`);
  }
  const kept = keptInputs.length;
  const selected = new (inputs instanceof Uint8Array ? Uint8Array : Float32Array)(samples * kept);
  for (let i = 0; i < selected.length; i++) {
    selected[i] = inputs[Math.floor(i / kept) * width + keptInputs[i % kept]!]!;
  }
  return selected as I; // of the class that the inputs are of
}
