import type { Network } from "@reciprocal/network";

/**
 * The network up to its logits: its softmax then belongs to the loss, whose logarithm stays finite where a probability
 * is zero.
 *
 * @throws {TypeError} when it does not end with softmax
 */
export function withoutSoftmax(network: Network): Network {
  const last = network.layers.at(-1);
  if (last?.kind === "activation" && last.activation === "softmax")
    return { ...network, layers: network.layers.slice(0, -1) };
  const got = last?.kind === "activation" ? last.activation : last?.kind;
  throw new TypeError(`withoutSoftmax: needs a network that ends with softmax, got ${got ?? "no layer"}`);
}
