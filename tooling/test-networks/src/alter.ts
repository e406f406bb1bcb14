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
  submatrix,
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

/**
 * A network of one S-SVD or S-QR layer without two of its nodes, the second and the fourth, and without some inputs, by
 * default the first; its factors stay those that were made.
 */
export function withNodesRemoved(network: Network, lostInputs: readonly number[] = [0]): Network {
  const [layer] = network.layers;
  if (!(layer?.kind === "s-svd" || layer?.kind === "s-qr")) throw new Error("needs a layer of factors first");
  const keep = (length: number, lost: readonly number[]) =>
    Uint32Array.from([...Array(length).keys()].filter((node) => !lost.includes(node)));
  const [rows, columns] = [keep(layer.outputs, [1, 3]), keep(layer.inputs, lostInputs)];
  const of = (values: Float32Array, places: Uint32Array) =>
    Float32Array.from(places, (place) => values[place]!);
  const every = ({ columns }: MatrixSource) => keep(columns, []);
  const changed = {
    ...layer,
    inputs: columns.length,
    outputs: rows.length,
    lambdaIn: of(layer.lambdaIn, columns),
    lambdaOut: of(layer.lambdaOut, rows),
    ...(layer.bias && { bias: of(layer.bias, rows) }),
    madeAs: [layer.outputs, layer.inputs] as const,
  };
  if (layer.kind === "s-svd") {
    const { U, V } = layer;
    const factors = {
      U: submatrix(U, { rowIndices: rows, columnIndices: every(U) }),
      V: submatrix(V, { rowIndices: columns, columnIndices: every(V) }),
    };
    return { inputShape: [columns.length], layers: [{ ...changed, ...factors }] };
  }
  const { Q, R } = layer;
  const isLower = layer.inputs >= layer.outputs;
  const k = Math.min(layer.inputs, layer.outputs);
  const lines = new Uint8Array(k);
  for (const line of isLower ? rows : columns) lines[line] = 1;
  // the numbers of R stand row by row
  const packed = R.values();
  const left: number[] = [];
  for (let i = 0; i < k; i++) {
    for (let j = isLower ? 0 : i; j < (isLower ? i + 1 : k); j++) {
      const { value } = packed.next() as { value: number };
      if (lines[isLower ? i : j]) left.push(value);
    }
  }
  const cut = isLower
    ? submatrix(Q, { rowIndices: keep(k, []), columnIndices: columns })
    : submatrix(Q, { rowIndices: rows, columnIndices: every(Q) });
  const factors = { Q: cut, R: Float32Array.from(left), lines };
  return { inputShape: [columns.length], layers: [{ ...changed, ...factors }] };
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
