import {
  forward,
  inputSize,
  isMapping,
  type Layer,
  layerKernel,
  type Network,
  withLayers,
} from "@reciprocal/network";
import { cutLayer } from "./kinds/index.js";
import { type NodeLayer, nodeLayers } from "./node-layers.js";

/** A layer of nodes while nodes leave it. */
interface Shrinking extends NodeLayer {
  /** w of the mapping that reads it, m×n. */
  readonly kernel: Float64Array;
  /** 1 while a node is there. */
  readonly alive: Uint8Array;
  /** What each node that left because nothing reached it gives the next layer; 0 for those that stay or fed nothing. */
  readonly constants: Float64Array;
}

/**
 * Removes the nodes that nothing reaches, whose constant goes into the next layer's bias, and those that reach nothing.
 *
 * @returns the smaller network, the removed nodes, and which of the inputs it still takes
 */
export function shrinkNetwork(
  network: Network,
  { inputs }: { inputs: boolean },
): { network: Network; removed: number; keptInputs: Uint32Array } {
  network.layers.forEach((layer, index) => {
    if (!isMapping(layer) || !layer.sparsity) return;
    throw new TypeError(
      `shrink: layer ${index} has a dynamic mask, and a smaller layer would have another one; bake the network first`,
    );
  });
  const nodes = nodeLayers(network).map((layer): Shrinking => ({
    ...layer,
    kernel: layerKernel(layer.to),
    alive: new Uint8Array(layer.nodes).fill(1),
    constants: new Float64Array(layer.nodes),
  }));
  const isConstant = removeDead(nodes, inputs);
  const removed = nodes.reduce((sum, { alive }) => sum + alive.filter((isThere) => !isThere).length, 0);
  const keptInputs = indicesOf(nodes[0]?.alive ?? new Uint8Array(inputSize(network)).fill(1));
  if (removed === 0) return { network, removed, keptInputs };

  const layers: Layer[] = [...network.layers];
  nodes.forEach((before, place) => {
    const after = nodes[place + 1];
    const bias = foldedBias(before);
    if (after) {
      const values = new Float64Array(after.nodes).map((_, i) => bias?.[i] ?? 0);
      const given = forward({ inputShape: [after.nodes], layers: after.activations }, values);
      for (const i of isConstant.get(after) ?? []) after.constants[i] = given[i]!;
    }
    const { to } = before;
    const folded =
      bias && before.constants.some((c) => c !== 0) ? { ...to, bias: Float32Array.from(bias) } : to;
    layers[before.toLayer] = cutLayer(folded, {
      rows: indicesOf(after?.alive ?? new Uint8Array(to.outputs).fill(1)),
      columns: indicesOf(before.alive),
    });
  });
  const isWhole = keptInputs.length === inputSize(network);
  const inputShape = isWhole ? network.inputShape : [keptInputs.length];
  const smaller = { ...network, inputShape };
  if (Object.isFrozen(network)) Object.freeze(smaller);
  return { network: withLayers(smaller, layers), removed, keptInputs };
}

/**
 * Takes out what nothing reaches and what reaches nothing until all that is left does both; one node always stays.
 *
 * @returns the nodes that nothing reached, by layer; what they give is constant
 */
function removeDead(nodes: readonly Shrinking[], inputs: boolean): Map<Shrinking, number[]> {
  const constant = new Map<Shrinking, number[]>();
  for (let isDone = false; !isDone;) {
    isDone = true;
    nodes.forEach((layer, place) => {
      const before = nodes[place - 1];
      if (layer.isCoupled || (!before && !inputs)) return;
      const readers = nodes[place + 1]?.alive ?? new Uint8Array(layer.to.outputs).fill(1);
      let left = layer.alive.reduce((sum, isThere) => sum + isThere, 0);
      for (let i = 0; i < layer.nodes && left > 1; i++) {
        if (!layer.alive[i]) continue;
        const isReached =
          !before || before.alive.some((isThere, j) => isThere && before.kernel[i * before.nodes + j]);
        const isRead = readers.some((isThere, r) => isThere && layer.kernel[r * layer.nodes + i]);
        if (isReached && isRead) continue;
        layer.alive[i] = 0;
        left--;
        isDone = false;
        if (!isReached) constant.set(layer, [...(constant.get(layer) ?? []), i]);
      }
    });
  }
  return constant;
}

/** The bias of the mapping that reads a layer, plus what its removed nodes gave; undefined if it has none and needs none. */
function foldedBias({ to, kernel, constants, nodes }: Shrinking): Float64Array | undefined {
  if (!to.bias && constants.every((c) => c === 0)) return undefined;
  return Float64Array.from({ length: to.outputs }, (_, r) =>
    constants.reduce((sum, c, j) => sum + c * kernel[r * nodes + j]!, to.bias?.[r] ?? 0),
  );
}

/** The indices that are not 0. */
function indicesOf(alive: Uint8Array): Uint32Array {
  const indices: number[] = [];
  alive.forEach((isThere, i) => isThere && indices.push(i));
  return Uint32Array.from(indices);
}
