import {
  type Field,
  inputSize,
  isMapping,
  type Layer,
  layerFields,
  mappings,
  materialize,
  type MatrixSource,
  type Network,
  parameters,
  withLayers,
  withParameters,
} from "@reciprocal/network";
import { deriveSeed, randomUniform } from "@reciprocal/spectral";

/** The network with every bias drawn from U(−1, 1); a bias of zeros would hide that it went missing. */
export function withBiases(network: Network): Network {
  const biases = parameters(network).filter(({ role }) => role === "bias");
  return withParameters(
    network,
    biases.map(({ layer, name, values }) => ({
      layer,
      name,
      values: randomUniform(values.length, { seed: deriveSeed(1, layer), low: -1, high: 1 }),
    })),
  );
}

/** The network with a fixed mask on every mapping, which hides each fourth weight. */
export function withMasks(network: Network): Network {
  const layers = network.layers.map((layer) =>
    isMapping(layer)
      ? {
          ...layer,
          mask: Uint8Array.from({ length: layer.inputs * layer.outputs }, (_, i) => Number(i % 4 > 0)),
        }
      : layer,
  );
  return withLayers(network, layers);
}

/** The network with every matrix as its numbers. */
export function withStoredMatrices(network: Network): Network {
  return withMatrices(network, (source) => {
    const { rows, columns } = source;
    return { rows, columns, values: materialize(source) };
  });
}

/** The network with every matrix as rows and columns of a larger one of the same recipe. */
export function withSelections(network: Network): Network {
  return withMatrices(network, (source) => {
    if (!("recipe" in source)) return source;
    const { rows, columns, recipe } = source;
    const selection = {
      of: { rows: rows + 3, columns: columns + 2, recipe },
      rowIndices: Uint32Array.from({ length: rows }, (_, i) => rows + 2 - i), // not in order: a list in files
      columnIndices: Uint32Array.from({ length: columns }, (_, j) => j + 1), // in order: bits in files
    };
    return { rows, columns, selection };
  });
}

function withMatrices(network: Network, replace: (source: MatrixSource) => MatrixSource): Network {
  const replaceIn = ({ name, storage, content }: Field) =>
    storage === "matrix" ? [[name, replace(content as MatrixSource)]] : [];
  const layers = network.layers.map(
    (layer) => ({ ...layer, ...Object.fromEntries(layerFields(layer).flatMap(replaceIn)) }) as Layer,
  );
  return withLayers(network, layers);
}

/** `count` samples for a network, from U(−1, 1). */
export function samplesOf(network: Network, count = 5): Float32Array {
  return Float32Array.from(randomUniform(count * inputSize(network), { seed: 9, low: -1, high: 1 }));
}

/** Whether a mapping of the network has a dynamic mask, whose threshold other engines may take otherwise. */
export function hasDynamicMask(network: Network): boolean {
  return mappings(network).some(({ layer }) => (layer.sparsity ?? 0) > 0);
}
