import { ShapeError } from "@reciprocal/spectral";

/**
 * The columns of a batch that a network with fewer inputs still takes.
 *
 * @param inputs - samples × width, row-major; not modified
 * @param width - inputs per sample of the network before it shrank
 * @param keptInputs - which of them stay, in this order; one named twice is there twice
 * @throws {ShapeError} unless `inputs` holds whole samples, and where none stays
 * @throws {RangeError} where one that stays is not there
 */
export function selectInputs(inputs: Float32Array, width: number, keptInputs: Uint32Array): Float32Array {
  const samples = inputs.length / width;
  if (!Number.isInteger(samples)) {
    throw new ShapeError(`selectInputs: needs samples of ${width} numbers each, got ${inputs.length} in all`);
  }
  if (keptInputs.length === 0) throw new ShapeError("selectInputs: needs one of keptInputs, got none");
  const wrong = keptInputs.find((index) => index >= width);
  if (wrong !== undefined) {
    throw new RangeError(`selectInputs: keptInputs must be from 0 to ${width - 1}, got ${wrong}`);
  }
  const kept = keptInputs.length;
  return Float32Array.from(
    { length: samples * kept },
    (_, i) => inputs[Math.floor(i / kept) * width + keptInputs[i % kept]!]!,
  );
}
