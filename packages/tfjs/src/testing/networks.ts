import { type Layer, layerFields, mappings, type Network, withLayers } from "@reciprocal/network";
import { mappingKinds, networks, networksOf, withStoredMatrices } from "@reciprocal/test-networks";

/** The networks of the one list that a model of TensorFlow.js can be made of: those with layers, no fixed mask, and factors of their size. */
export const convertible = only(networks);

/** The same of one mapping, with everything that a kind can have. */
export const mapped = only(
  Object.fromEntries(
    mappingKinds.flatMap((kind) =>
      Object.entries(networksOf(kind)).map(([name, network]) => [`${kind}, ${name}`, network]),
    ),
  ),
);

/** For what does not depend on all that a kind can have. */
export const plain: Readonly<Record<string, Network>> = Object.fromEntries(
  Object.entries(mapped).filter(([name]) => /to fewer|to more nodes$|bias|dynamic|phi/.test(name)),
);

function only(all: Readonly<Record<string, Network>>): Readonly<Record<string, Network>> {
  return Object.fromEntries(
    Object.entries(all).filter(
      ([, network]) =>
        network.layers.length > 0 &&
        mappings(network).every(({ layer }) => !layer.mask && !("madeAs" in layer)),
    ),
  );
}

/** What comes back of a network: a matrix that trains, or that is selected from another, as its numbers. */
export function asReturned(network: Network): Network {
  const stored = withStoredMatrices(network);
  const layers = network.layers.map((layer, index) => {
    const fields = layerFields(layer).flatMap(({ name, storage, content }) => {
      if (storage !== "matrix") return [];
      const isStored = "selection" in content || isTrained(layer, name);
      return isStored ? [[name, stored.layers[index]![name as keyof Layer]]] : [];
    });
    return { ...layer, ...Object.fromEntries(fields) } as Layer;
  });
  return withLayers(network, layers);
}

function isTrained(layer: Layer, name: string): boolean {
  return "trainable" in layer && (layer.trainable as Readonly<Record<string, boolean>>)[name] === true;
}
