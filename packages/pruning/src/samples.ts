import { inputSize, type Network, type Samples } from "@reciprocal/network";
import { ShapeError } from "@reciprocal/spectral";

/**
 * What a network should answer, count × outputs; a label becomes a row of one 1.
 *
 * @throws {ShapeError | RangeError | TypeError} if samples and network do not fit
 */
export function targetsOf(
  where: string,
  { inputs, labels, targets }: Samples,
  network: Network,
  outputs: number,
): ArrayLike<number> {
  const count = inputs.length / inputSize(network);
  if (!(Number.isInteger(count) && count > 0)) {
    throw new ShapeError(
      `${where}: inputs needs one or more samples of ${inputSize(network)} values, got ${inputs.length} values`,
    );
  }
  if (!labels === !targets)
    throw new TypeError(`${where}: needs labels or targets, got ${labels ? "both" : "neither"}`);
  if (targets) {
    if (targets.length === count * outputs) {
      const wrong = targets.findIndex((target) => !Number.isFinite(target));
      if (wrong === -1) return targets;
      throw new RangeError(`${where}: targets must be finite, got ${targets[wrong]} at index ${wrong}`);
    }
    throw new ShapeError(`${where}: needs ${count} × ${outputs} targets, got ${targets.length} numbers`);
  }
  if (labels.length !== count) {
    throw new ShapeError(`${where}: needs one label per sample, got ${labels.length} for ${count} samples`);
  }
  const rows = new Float64Array(count * outputs);
  for (let i = 0; i < count; i++) {
    const label = labels[i]!;
    if (!(Number.isInteger(label) && 0 <= label && label < outputs)) {
      throw new RangeError(`${where}: labels must be integers from 0 to ${outputs - 1}, got ${label}`);
    }
    rows[i * outputs + label] = 1;
  }
  return rows;
}
