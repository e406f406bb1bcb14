import { inputSize, type Network } from "@reciprocal/network";

/** Numbers per sample at the output. */
export function outputsOf(network: Network): number {
  return network.layers.reduce(
    (width, layer) => (layer.kind === "activation" ? width : layer.outputs),
    inputSize(network),
  );
}
