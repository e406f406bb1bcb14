import { activations, createNetwork, type LayerSpec, type Network, type Shape } from "@reciprocal/network";
import { withBiases, withMasks, withNodesRemoved, withSelections, withStoredMatrices } from "./alter.js";
import { type MappingKind, mappingKinds, specOf, type SpecRest, variantsOf } from "./kinds.js";

/** A network from specs, with biases that are not zero. */
export function networkOf(inputShape: number | Shape, ...layers: LayerSpec[]): Network {
  return withBiases(createNetwork({ inputShape, layers, seed: 3 }));
}

/** Three mappings of one kind, 7–9–6–3, sigmoid between: a node that is cut off still gives something. */
export function threeLayers(kind: MappingKind, rest: SpecRest = {}): Network {
  return networkOf(
    7,
    specOf(kind, 9, { activation: "sigmoid", ...rest }),
    specOf(kind, 6, { activation: "sigmoid", ...rest }),
    specOf(kind, 3, { activation: "softmax", ...rest }),
  );
}

/** Networks of one mapping from 5 nodes of a kind, by what is special in them. */
export function networksOf(kind: MappingKind): Readonly<Record<string, Network>> {
  const to = (units: number, rest: SpecRest = {}) => networkOf(5, specOf(kind, units, rest));
  const plain = to(4);
  return {
    "to fewer nodes": plain,
    "to as many nodes": to(5),
    "to more nodes": to(7),
    "to one node": to(1),
    "without bias": to(4, { useBias: false }),
    "with a dynamic mask": to(6, { sparsity: 0.5 }),
    "with a fixed mask": withMasks(to(6)),
    "with both masks, without bias": withMasks(to(6, { sparsity: 0.6, useBias: false })),
    "with stored matrices": withStoredMatrices(plain),
    "with stored matrices, to more nodes": withStoredMatrices(to(7)),
    "with selections from matrices": withSelections(plain),
    ...(isFactored(kind) && {
      "without some of its nodes": withNodesRemoved(networkOf(8, specOf(kind, 6))),
      "of more nodes, without some": withNodesRemoved(networkOf(6, specOf(kind, 9))),
      "without some of its nodes, with fewer inputs": withNodesRemoved(networkOf(4, specOf(kind, 5))),
      "without some of its nodes, with as many inputs": withNodesRemoved(networkOf(4, specOf(kind, 6)), []),
    }),
    "of images": networkOf([3, 2, 2], specOf(kind, 4)),
    ...Object.fromEntries(
      Object.entries(variantsOf(kind, 4)).map(([name, spec]) => [name, networkOf(5, spec)]),
    ),
  };
}

/** Whether φ of a kind is a product of factors with k numbers in between. */
function isFactored(kind: MappingKind): boolean {
  return kind === "s-svd" || kind === "s-qr";
}

/** Small networks, at least one for everything that a network may contain, by name; every kind is in them. */
export const networks: Readonly<Record<string, Network>> = {
  ...Object.fromEntries(
    mappingKinds.flatMap((kind) =>
      Object.entries(networksOf(kind)).map(([name, network]) => [`${kind}, ${name}`, network]),
    ),
  ),
  ...Object.fromEntries(
    mappingKinds.flatMap((kind) =>
      activations.map((activation) => [
        `${kind} and ${activation}`,
        networkOf(5, specOf(kind, 4, { activation }), specOf(kind, 3)),
      ]),
    ),
  ),
  ...Object.fromEntries(
    activations.map((activation) => [
      `${activation} at the end`,
      {
        ...networkOf(5, specOf("dense", 4)),
        layers: [...networkOf(5, specOf("dense", 4)).layers, { kind: "activation", activation }],
      },
    ]),
  ),
  "leaky-relu of another slope": networkOf(5, specOf("dense", 4, { activation: "leaky-relu", slope: 0.3 })),
  "only an activation": { inputShape: [5], layers: [{ kind: "activation", activation: "tanh" }] },
  "an activation of images first": {
    inputShape: [2, 3, 1],
    layers: [{ kind: "activation", activation: "relu" }, ...networkOf(6, specOf("dense", 4)).layers],
  },
  "no layers": { inputShape: [5], layers: [] },
  "every kind": networkOf(
    6,
    ...mappingKinds.map((kind, index) =>
      specOf(kind, 4 + (index % 3), { activation: index % 2 ? "tanh" : "elu" }),
    ),
    specOf("dense", 3, { activation: "softmax" }),
  ),
};
