import {
  type Activation,
  createNetwork,
  type LayerSpec,
  type Network,
  withParameters,
  inputSize,
} from "@reciprocal/network";
import { deriveSeed, randomUniform } from "@reciprocal/spectral";

export const kinds = ["dense", "spectral", "s-svd", "s-qr"] as const;

export type Kind = (typeof kinds)[number];

/** A spec whose numbers are large enough for a layer of a few nodes. */
export function spec(
  kind: Kind,
  units: number,
  rest: { activation?: Activation; useBias?: boolean } = {},
): LayerSpec {
  const shared = { units, ...rest };
  const spectra = { lambdaIn: { low: -1, high: 1 }, lambdaOut: { low: -1, high: 1 } };
  switch (kind) {
    case "dense":
      return { kind, ...shared };
    case "spectral":
      return { kind, ...shared, ...spectra, phi: { kind: "normal", deviation: 1 } };
    case "s-svd":
      return { kind, ...shared, ...spectra, deviation: 0.7 };
    case "s-qr":
      return { kind, ...shared, ...spectra, deviation: 1 };
  }
}

/** The network with every bias drawn from U(−1, 1). */
export function withBiases(network: Network): Network {
  return withParameters(
    network,
    network.layers.flatMap((layer, index) =>
      layer.kind === "activation" || !layer.bias
        ? []
        : [
            {
              layer: index,
              name: "bias" as const,
              values: randomUniform(layer.outputs, { seed: deriveSeed(1, index), low: -1, high: 1 }),
            },
          ],
    ),
  );
}

/** Three mappings of one kind, 7–9–6–3, sigmoid between: a node that is cut off still gives something. */
export function threeLayers(kind: Kind, { useBias = true }: { useBias?: boolean } = {}): Network {
  return withBiases(
    createNetwork({
      inputShape: 7,
      layers: [
        spec(kind, 9, { activation: "sigmoid", useBias }),
        spec(kind, 6, { activation: "sigmoid", useBias }),
        spec(kind, 3, { activation: "softmax", useBias }),
      ],
      seed: 5,
    }),
  );
}

/** So many samples for a network. */
export function samplesOf(network: Network, count = 5): Float32Array {
  return Float32Array.from(randomUniform(count * inputSize(network), { seed: 9, low: -1, high: 1 }));
}
