import {
  type ActivationLayer,
  isMapping,
  type MappingLayer,
  type Network,
  validateNetwork,
} from "@reciprocal/network";

/** The index that stands for the inputs among the layers of nodes. */
export const inputLayer = -1;

/** One layer of nodes that may be removed: the inputs, or the outputs of any mapping but the last. */
export interface NodeLayer {
  /** `inputLayer` (−1), or the index in `network.layers` of the mapping whose outputs the nodes are. */
  readonly layer: number;
  /** How many nodes. */
  readonly nodes: number;
  /** The mapping that they come from; undefined for the inputs. */
  readonly from: MappingLayer | undefined;
  /** What they pass on their way, in order. */
  readonly activations: readonly ActivationLayer[];
  /** The mapping that reads them, and its index in `network.layers`. */
  readonly to: MappingLayer;
  /** The index in `network.layers` of the mapping that reads them. */
  readonly toLayer: number;
  /** Whether a softmax makes every node depend on all others, so that none can be removed. */
  readonly isCoupled: boolean;
}

/**
 * The layers of nodes of a network in order, the inputs first. The outputs are not among them, since they must stay.
 *
 * @param network - where to look
 * @throws as `validateNetwork`
 *
 * @example
 * import { createNetwork } from "@reciprocal/network";
 * import { nodeLayers } from "@reciprocal/pruning";
 *
 * const layers = [{ kind: "spectral", units: 50, activation: "relu" }, { kind: "dense", units: 10 }] as const;
 * console.log(nodeLayers(createNetwork({ inputShape: 784, layers })).map(({ layer, nodes }) => [layer, nodes]));
 * // => [ [ -1, 784 ], [ 0, 50 ] ]
 */
export function nodeLayers(network: Network): NodeLayer[] {
  validateNetwork(network);
  const found: NodeLayer[] = [];
  let layer = inputLayer;
  let from: MappingLayer | undefined;
  let activations: ActivationLayer[] = [];
  network.layers.forEach((next, index) => {
    if (!isMapping(next)) {
      activations.push(next);
      return;
    }
    const isCoupled = activations.some(({ activation }) => activation === "softmax");
    found.push({ layer, nodes: next.inputs, from, activations, to: next, toLayer: index, isCoupled });
    [layer, from, activations] = [index, next, []];
  });
  return found;
}
