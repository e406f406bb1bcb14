import { show } from "@reciprocal/guards";
import { ShapeError } from "@reciprocal/spectral";

export type Inputs = Float32Array | Uint8Array;
export function copyInputs(
  inputs: Inputs,
  [start, end]: readonly [number, number],
  into: Float32Array,
  at: number,
): void {
  if (inputs instanceof Float32Array) into.set(inputs.subarray(start, end), at);
  else for (let i = start; i < end; i++) into[at + i - start] = inputs[i]! / 255;
}
export function countRows(where: string, width: number, inputs: Inputs): number {
  if (!(inputs instanceof Float32Array || inputs instanceof Uint8Array))
    throw new TypeError(`${where}: inputs must be a Float32Array or a Uint8Array, got ${show(inputs)}`);
  const count = inputs.length / width;
  if (!(Number.isInteger(count) && count > 0))
    throw new ShapeError(
      `${where}: needs samples of ${width} numbers each, got ${inputs.length} numbers in all`,
    );
  if (inputs instanceof Float32Array) {
    const index = inputs.findIndex((value) => !Number.isFinite(value));
    if (index !== -1)
      throw new RangeError(`${where}: inputs: number ${index} is ${inputs[index]}, needed a finite number`);
  }
  return count;
}
