import { countParameters, type Network } from "@reciprocal/network";
import { nodeLayers, inputLayer } from "./node-layers.js";

/** How large a network is. */
export interface NetworkSize {
  readonly inputs: number;
  /** Nodes between inputs and outputs. */
  readonly hiddenNodes: number;
  /** Those that no mask cuts off. */
  readonly activeNodes: number;
  /** Weights that no fixed mask hides. */
  readonly activeWeights: number;
  /** Numbers that the network has, frozen ones and biases included, stored or not. A mask takes none away. */
  readonly parameters: number;
  /** Of its arrays, masks included. Matrices that a recipe makes have none. */
  readonly bytes: number;
  /** Bytes of all kernels and biases in direct space as float32: what inference has to read. */
  readonly denseBytes: number;
  /** Per sample, with kernels in direct space: Σ n·m. */
  readonly multiplyAdds: number;
}

/**
 * Measures a network as it is stored: masks change the active nodes and weights, and only `shrink` the rest.
 *
 * @throws as `validateNetwork`
 */
export function networkSize(network: Network): NetworkSize {
  const nodes = nodeLayers(network);
  const hidden = nodes.filter(({ layer }) => layer !== inputLayer);
  const mappings = nodes.map(({ to }) => to);
  const multiplyAdds = mappings.reduce((sum, { inputs, outputs }) => sum + inputs * outputs, 0);
  const biases = mappings.reduce((sum, { bias }) => sum + (bias?.length ?? 0), 0);
  return {
    inputs: network.inputs,
    hiddenNodes: hidden.reduce((sum, layer) => sum + layer.nodes, 0),
    activeNodes: hidden.reduce((sum, { nodes: count, from }) => sum + count - cutRows(from!), 0),
    activeWeights: mappings.reduce(
      (sum, { mask, inputs, outputs }) =>
        sum + (mask ? mask.reduce((all, value) => all + value, 0) : inputs * outputs),
      0,
    ),
    parameters: countParameters(network, { trainableOnly: false }),
    bytes: arrayBytes(network.layers),
    denseBytes: 4 * (multiplyAdds + biases),
    multiplyAdds,
  };
}

function cutRows({ mask, inputs }: { mask?: Uint8Array; inputs: number }): number {
  if (!mask) return 0;
  let cut = 0;
  for (let start = 0; start < mask.length; start += inputs) {
    if (!mask.subarray(start, start + inputs).includes(1)) cut++;
  }
  return cut;
}

/** Bytes of all typed arrays inside a value. */
export function arrayBytes(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value !== "object" || value === null) return 0;
  return Object.values(value).reduce((sum: number, part) => sum + arrayBytes(part), 0);
}
