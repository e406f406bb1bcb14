import { applyActivation } from "@reciprocal/network";
import { ShapeError } from "@reciprocal/spectral";
import { blockSize, multiplyBlock, multiplyOne, packBlock, packOne } from "./internal/multiply-sparse.js";
import { readyRows } from "./internal/ready-rows.js";
import type { SparseLayer, SparseNetwork } from "./sparse-network.js";

/**
 * The forward pass of a network in sparse rows, in plain TypeScript: rows unrolled for single samples, blocks of eight
 * samples for batches. Sums in float64 on the float32 weights.
 *
 * Numbers are not checked: a NaN reaches the outputs that it concerns, and what no weight meets does not matter.
 *
 * @param inputs - a batch, row-major, samples × network.inputs; not modified
 * @returns a new array, row-major, samples × outputs
 * @throws {TypeError} for a network that is not in sparse rows
 * @throws {ShapeError} unless `inputs` holds one or more whole samples
 */
export function forwardSparse(network: SparseNetwork, inputs: ArrayLike<number>): Float64Array {
  const samples = inputs.length / network.inputs;
  if (!(Number.isInteger(samples) && samples > 0)) {
    throw new ShapeError(
      `forwardSparse: inputs needs whole samples of ${network.inputs} values, got ${inputs.length} values`,
    );
  }
  const dense = network.layers.findIndex(({ kind }) => kind !== "sparse" && kind !== "activation");
  if (dense !== -1) {
    const { kind } = network.layers[dense]!;
    throw new TypeError(
      `forwardSparse: needs sparse rows as toSparse makes them, got layer ${dense} (${kind})`,
    );
  }
  // float32 inputs go into the first product as they are: copying them would cost a fair part of it
  const [first, ...rest] = network.layers;
  const isDirect = inputs instanceof Float32Array && first?.kind === "sparse";
  let values = isDirect ? multiply(first, inputs, samples) : new Float64Array(inputs);
  for (const layer of isDirect ? rest : network.layers) {
    values =
      layer.kind === "activation"
        ? applyActivation(layer.activation, values, values.length / samples)
        : multiply(layer, values, samples);
  }
  return values;
}

function multiply(layer: SparseLayer, x: Float32Array | Float64Array, samples: number): Float64Array {
  const { inputs, outputs } = layer;
  const y = new Float64Array(samples * outputs);
  const rows = readyRows(layer, samples < blockSize ? 1 : blockSize);
  let sample = 0;
  for (; sample + blockSize <= samples; sample += blockSize) {
    packBlock(x, sample * inputs, inputs, rows.room);
    multiplyBlock(rows, y, sample * outputs);
  }
  for (; sample < samples; sample++) {
    packOne(x, sample * inputs, inputs, rows.room);
    multiplyOne(rows, y, sample * outputs);
  }
  return y;
}
