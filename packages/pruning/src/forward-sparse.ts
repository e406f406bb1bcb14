import { applyActivation } from "@reciprocal/network";
import { ShapeError } from "@reciprocal/spectral";
import { blockSize, multiplyBlock, multiplyOne } from "./internal/multiply-sparse.js";
import { readyRows } from "./internal/ready-rows.js";
import type { SparseLayer, SparseNetwork } from "./sparse-network.js";

/**
 * The forward pass of a network in sparse rows, in plain TypeScript: rows unrolled for single samples, blocks of eight
 * samples for batches. Sums in float64 on the float32 weights.
 *
 * The first call with a network copies its entries to where they are read fastest, 16 bytes for each, and keeps the copy
 * as long as the network is kept: what is written into its arrays afterwards does not count.
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
  const first = network.layers[0];
  // float32 inputs go into the first product as they are: copying them would cost a fair part of it
  const isDirect = inputs instanceof Float32Array && first?.kind === "sparse";
  let values = isDirect ? multiply(first, inputs, samples) : new Float64Array(inputs);
  for (let index = isDirect ? 1 : 0; index < network.layers.length; index++) {
    const layer = network.layers[index]!;
    switch (layer.kind) {
      case "sparse":
        values = multiply(layer, values, samples);
        break;
      case "activation":
        values = applyActivation(layer.activation, values, values.length / samples);
        break;
      default: {
        const { kind } = layer as { readonly kind: string };
        throw new TypeError(
          `forwardSparse: needs sparse rows as toSparse makes them, got layer ${index} (${kind})`,
        );
      }
    }
  }
  return values;
}

function multiply(layer: SparseLayer, x: Float32Array | Float64Array, samples: number): Float64Array {
  const { inputs, outputs } = layer;
  const y = new Float64Array(samples * outputs);
  const rows = readyRows(layer, samples < blockSize ? 1 : blockSize);
  let sample = 0;
  for (; sample + blockSize <= samples; sample += blockSize)
    multiplyBlock(rows, { x, from: sample * inputs, y, to: sample * outputs });
  for (; sample < samples; sample++) multiplyOne(rows, { x, from: sample * inputs, y, to: sample * outputs });
  return y;
}
