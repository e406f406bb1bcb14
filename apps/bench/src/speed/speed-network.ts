import {
  createNetwork,
  mappings,
  materialize,
  type DenseLayer,
  type MappingLayer,
  type Network,
  type SpectralLayer,
} from "@reciprocal/network";
import type { DenseValues, SpectralValues } from "./layer-values.js";
import type { SpeedMethod } from "./speed-subject.js";

/** A network of these sizes with published initial values: hidden ReLU, softmax output, biases. */
export function speedNetwork(sizes: readonly number[], kind: SpeedMethod, seed: number): Network {
  const layers = sizes.slice(1).map((units, index) => {
    const isLast = index === sizes.length - 2;
    return {
      kind,
      units,
      activation: isLast ? "softmax" : "relu",
      useBias: true,
      start: "published",
    } as const;
  });
  return createNetwork({ inputShape: sizes[0]!, layers, seed });
}

/** The numbers of a dense network, layer by layer. @throws {TypeError} if it has another kind of layer */
export function denseValues(network: Network): DenseValues[] {
  return layersOf<DenseLayer>(network, "dense").map(({ inputs, outputs, kernel, bias }) => {
    return { inputs, outputs, kernel, bias: bias ?? new Float32Array(outputs) };
  });
}

/** The numbers of a spectral network, layer by layer. @throws {TypeError} if it has another kind of layer */
export function spectralValues(network: Network): SpectralValues[] {
  return layersOf<SpectralLayer>(network, "spectral").map(
    ({ inputs, outputs, lambdaIn, lambdaOut, phi, bias }) => {
      return {
        inputs,
        outputs,
        lambdaIn,
        lambdaOut,
        phi: materialize(phi),
        bias: bias ?? new Float32Array(outputs),
      };
    },
  );
}

function layersOf<Kind extends MappingLayer>(network: Network, kind: Kind["kind"]): Kind[] {
  return mappings(network).map(({ layer }) => {
    if (layer.kind === kind) return layer as Kind;
    throw new TypeError(`speedNetwork: expected ${kind} layers, got ${layer.kind}`);
  });
}
