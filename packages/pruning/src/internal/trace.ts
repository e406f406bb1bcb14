import { forward, layerShapes, type Network } from "@reciprocal/network";

/** What enters every layer, in order, and at the end what the last one gives; samples × size each. */
export function trace(network: Network, inputs: ArrayLike<number>): Float64Array[] {
  const values = [forward(network, inputs, { upTo: 0 })];
  const shapes = layerShapes(network);
  network.layers.forEach((layer, index) => {
    values.push(forward({ inputShape: shapes[index]!.input, layers: [layer] }, values.at(-1)!));
  });
  return values;
}
