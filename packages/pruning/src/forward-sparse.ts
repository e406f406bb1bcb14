import { applyActivation } from "@reciprocal/network";
import { ShapeError } from "@reciprocal/spectral";
import { blockSize, multiplyBlock, multiplyOne } from "./internal/multiply-sparse.js";
import type { SparseLayer, SparseNetwork } from "./sparse-network.js";

/**
 * The forward pass of a network in sparse rows, in plain TypeScript: rows unrolled for single samples, blocks of eight
 * samples for batches. Sums in float64 on the float32 weights.
 *
 * Numbers are not checked: a NaN reaches the outputs that it concerns, and what no weight meets does not matter.
 *
 * @param inputs - a batch, row-major, samples × network.inputs; not modified
 * @returns a new array, row-major, samples × outputs
 * @throws {ShapeError} unless `inputs` holds one or more whole samples
 */
export function forwardSparse(network: SparseNetwork, inputs: ArrayLike<number>): Float64Array {
  const samples = inputs.length / network.inputs;
  if (!(Number.isInteger(samples) && samples > 0)) {
    throw new ShapeError(
      `forwardSparse: inputs needs whole samples of ${network.inputs} values, got ${inputs.length} values`,
    );
  }
  let values: Float64Array = new Float64Array(inputs);
  for (const layer of network.layers) {
    values =
      layer.kind === "activation"
        ? applyActivation(layer.activation, values, values.length / samples)
        : multiply(layer, values, samples);
  }
  return values;
}

function multiply(layer: SparseLayer, x: Float64Array, samples: number): Float64Array {
  const { inputs, outputs } = layer;
  const y = new Float64Array(samples * outputs);
  const inBlocks = samples - (samples % blockSize);
  const block = new Float64Array(inBlocks > 0 ? inputs * blockSize : 0);
  for (let start = 0; start < inBlocks; start += blockSize) {
    for (let k = 0; k < blockSize; k++) {
      const sample = (start + k) * inputs;
      for (let j = 0; j < inputs; j++) block[j * blockSize + k] = x[sample + j]!;
    }
    multiplyBlock(layer, block, y.subarray(start * outputs, (start + blockSize) * outputs));
  }
  for (let sample = inBlocks; sample < samples; sample++) {
    const row = x.subarray(sample * inputs, (sample + 1) * inputs);
    multiplyOne(layer, row, y.subarray(sample * outputs, (sample + 1) * outputs));
  }
  return y;
}
