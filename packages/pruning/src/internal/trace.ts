import { forward, inputSize, type Network } from "@reciprocal/network";

/** What enters every layer, in order, and at the end what the last one gives; samples × width each. */
export function trace(network: Network, inputs: ArrayLike<number>): Float64Array[] {
  const values = [forward(network, inputs, { upTo: 0 })];
  let width = inputSize(network);
  for (const layer of network.layers) {
    values.push(forward({ inputShape: [width], layers: [layer] }, values.at(-1)!));
    if (layer.kind !== "activation") width = layer.outputs;
  }
  return values;
}
