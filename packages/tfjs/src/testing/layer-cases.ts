import { type MappingLayer, type Network, parameters, withTrainable } from "@reciprocal/network";
import { mappingKinds, networkOf, specOf, withStoredMatrices } from "@reciprocal/test-networks";
import { tfjsKind } from "../kinds/index.js";
import type { Place } from "../kinds/kind.js";
import { mappingArguments } from "../kinds/of-mapping.js";
import { Mapping } from "../mapping/mapping.js";
import { mapped } from "./networks.js";

export interface LayerCase {
  readonly title: string;
  readonly inputs: number;
  readonly outputs: number;
  /** A new layer of the case. */
  readonly make: (place?: Place) => Mapping;
}

/** Every kind of layer with everything that it can have, and with each of its groups training alone. */
export const layerCases: readonly LayerCase[] = Object.entries({ ...mapped, ...oneGroupEach() }).map(
  ([title, network]) => {
    const layer = network.layers[0] as MappingLayer;
    const { inputs, outputs } = layer;
    return {
      ...{ title, inputs, outputs },
      make: (place = {}) => layerOf(layer, { inputShape: [inputs], ...place }),
    };
  },
);

function oneGroupEach(): Record<string, Network> {
  const entries = mappingKinds.flatMap((kind) => {
    const network = withStoredMatrices(networkOf(4, specOf(kind, 3)));
    return parameters(network).map(({ name }) => [
      `${kind}, ${name} alone trained`,
      withTrainable(withTrainable(network, "none"), { [name]: true }),
    ]);
  });
  return Object.fromEntries(entries) as Record<string, Network>;
}

/** The layer of this package, also if one of TensorFlow.js would do. */
function layerOf(layer: MappingLayer, place: Place): Mapping {
  const { layerClass, ...kind } = tfjsKind(layer.kind);
  const made = kind.toLayer(layer, place);
  if (made instanceof Mapping) return made;
  const { sparsity = 0 } = layer;
  return new layerClass!({ ...mappingArguments(layer, place), sparsity } as never) as Mapping;
}
