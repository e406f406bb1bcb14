import { countParameters, inputSize, type MappingLayer, type Network } from "@reciprocal/network";
import { inputLayer, nodeLayers } from "./node-layers.js";
import { openLines } from "./open-lines.js";
import { sum } from "./sum.js";

/** How large a network is. */
export interface NetworkSize {
  /** Numbers of a sample that the network takes. */
  readonly inputs: number;
  /** Nodes between inputs and outputs. */
  readonly hiddenNodes: number;
  /** Nodes that no mask cuts off. */
  readonly activeNodes: number;
  /** Weights that no fixed mask hides. */
  readonly activeWeights: number;
  /** Values that the network has, frozen ones and biases included, stored or not. A mask takes none away. */
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
 * @param network - what to measure
 * @throws as `validateNetwork`
 */
export function networkSize(network: Network): NetworkSize {
  const nodes = nodeLayers(network);
  const hidden = nodes.filter(({ layer }) => layer !== inputLayer);
  const mappings = nodes.map(({ to }) => to);
  const multiplyAdds = sum(mappings.map(({ inputs, outputs }) => inputs * outputs));
  const biases = sum(mappings.map(({ bias }) => bias?.length ?? 0));
  return {
    inputs: inputSize(network),
    hiddenNodes: sum(hidden.map((layer) => layer.nodes)),
    activeNodes: sum(hidden.map(({ from }) => reachedNodes(from!))),
    activeWeights: sum(mappings.map(({ mask, inputs, outputs }) => (mask ? sum(mask) : inputs * outputs))),
    parameters: countParameters(network, { trainableOnly: false }),
    bytes: arrayBytes(network.layers),
    denseBytes: 4 * (multiplyAdds + biases),
    multiplyAdds,
  };
}

/** Output nodes that the mask leaves an input. */
function reachedNodes(mapping: MappingLayer): number {
  if (!mapping.mask) return mapping.outputs;
  return sum(openLines(mapping.mask, mapping).rows);
}

/** Bytes of all typed arrays inside a value. */
export function arrayBytes(value: unknown): number {
  if (ArrayBuffer.isView(value)) return value.byteLength;
  if (typeof value !== "object" || value === null) return 0;
  return sum(Object.values(value).map(arrayBytes));
}
