import { checkOutputs } from "@reciprocal/guards";
import { applyActivation, floatInputs, shapeSize } from "@reciprocal/network";
import { ShapeError } from "@reciprocal/spectral";
import { blockSize, multiplyBlock, multiplyOne } from "./multiply-sparse.js";
import { plainRows } from "./plain-rows.js";
import type { SparseLayer, SparseNetwork } from "./sparse-network.js";

/**
 * The forward pass of a network in sparse rows, in plain TypeScript: rows unrolled for single samples, blocks of eight
 * samples for batches. Sums in float64 on the float32 weights.
 *
 * The first call with a network copies its entries to plain arrays, 16 bytes for each, which V8 reads faster, and keeps
 * the copy as long as the network is kept: later changes to its typed arrays have no effect.
 *
 * Inputs are not checked, since that would take as long as a product of few weights, but outputs are: a NaN reaches those
 * that depend on it, and an input that no weight reads has no effect.
 *
 * @param network - what `toSparse` gives
 * @param given - the inputs: a batch, row-major, samples × inputs; not modified. A Uint8Array is bytes of byte / 255
 * @returns a new array, row-major, samples × outputs
 * @throws {TypeError} unless the network is in sparse rows
 * @throws {ShapeError} unless `inputs` holds one or more complete samples
 * @throws {RangeError} naming the output and the sample, if one is not finite
 *
 * @example
 * import { createNetwork } from "@reciprocal/network";
 * import { forwardSparse, toSparse } from "@reciprocal/pruning";
 *
 * const network = createNetwork({ inputShape: 4, layers: [{ kind: "dense", units: 2 }] });
 * console.log(forwardSparse(toSparse(network), [1, 0, 0, 0, 0, 1, 0, 0]).length); // two samples
 * // => 4
 */
export function forwardSparse(network: SparseNetwork, given: ArrayLike<number>): Float64Array {
  // bytes stand for fractions, see Inputs
  const inputs = given instanceof Uint8Array ? floatInputs(given) : given;
  const wrong = network.layers.findIndex(({ kind }) => kind !== "sparse" && kind !== "activation");
  if (wrong !== -1) {
    const { kind } = network.layers[wrong]!;
    throw new TypeError(
      `forwardSparse: needs sparse rows as toSparse makes them, got layer ${wrong} (${kind})`,
    );
  }
  const size = shapeSize(network.inputShape);
  const samples = inputs.length / size;
  if (!(Number.isInteger(samples) && samples > 0)) {
    throw new ShapeError(
      `forwardSparse: inputs needs one or more samples of ${size} values, got ${inputs.length} values`,
    );
  }
  const [first, ...rest] = network.layers;
  // float32 inputs go into the first product as they are: copying them would take a fair part of its time
  const isDirect = inputs instanceof Float32Array && first?.kind === "sparse";
  let values = isDirect ? multiply(first, inputs, samples) : new Float64Array(inputs);
  // nodes are the channels of an image until a layer makes a list of its numbers
  let nodes = isDirect ? first.outputs : network.inputShape.at(-1)!;
  for (const layer of isDirect ? rest : network.layers) {
    if (layer.kind === "sparse") {
      values = multiply(layer, values, samples);
      nodes = layer.outputs;
    } else {
      values = applyActivation(layer, values, nodes);
    }
  }
  checkOutputs("forwardSparse", values, {
    width: values.length / samples,
    why: "an input is not finite, or the numbers of the network pass the largest float64",
  });
  return values;
}

function multiply(layer: SparseLayer, x: Float32Array | Float64Array, samples: number): Float64Array {
  const { inputs, outputs } = layer;
  const y = new Float64Array(samples * outputs);
  const rows = plainRows(layer, samples < blockSize ? 1 : blockSize);
  let sample = 0;
  for (; sample + blockSize <= samples; sample += blockSize)
    multiplyBlock(rows, { x, from: sample * inputs, y, to: sample * outputs });
  for (; sample < samples; sample++) multiplyOne(rows, { x, from: sample * inputs, y, to: sample * outputs });
  return y;
}
