import {
  type Activation,
  inputSize,
  type Layer,
  type MappingLayer,
  type Network,
  validateNetwork,
} from "@reciprocal/network";
import { layers, sequential, type Sequential } from "@tensorflow/tfjs-layers";
import { addMapping } from "./add-mapping.js";
import { checkIs } from "./check-is.js";

/**
 * The network as a `tf.Sequential`: every mapping a layer of this package, or a tf.layers.dense where it is a dense
 * layer without a mask, with the activation behind it as its argument; other activations are layers of their own.
 *
 * The model holds the network's numbers exactly, its recipes as recipes, and trains what the network's flags say.
 * `fromLayersModel` gives the same network back, but for a phi that trains: that comes back as numbers.
 *
 * A dense layer of which only the kernel or only the bias trains is a SparseDense of sparsity 0, since tf.layers.dense
 * cannot be saved so.
 *
 * @returns a model that is not compiled, which the caller owns: `model.dispose()` frees it
 * @throws {RangeError} for a network without layers
 * @throws {TypeError} where a mapping has a fixed mask
 * @throws {ShapeError | RangeError | TypeError} where the network is malformed
 */
export function toLayersModel(network: Network): Sequential {
  checkIs("a network", "toLayersModel", network);
  validateNetwork(network);
  if (network.layers.length === 0) {
    throw new RangeError("toLayersModel: the network must have a layer or more, got none");
  }
  const model = sequential();
  const place = () => (model.layers.length === 0 ? { inputShape: [inputSize(network)] } : {});
  for (const [layer, activation] of pairs(network.layers)) {
    if (layer) addMapping(model, layer, { activation, ...place() });
    else model.add(layers.activation({ activation, ...place() }));
  }
  return model;
}

/** Each mapping with the activation behind it; activations that follow no mapping have none before them. */
function pairs(list: readonly Layer[]): [MappingLayer | undefined, Activation][] {
  const found: [MappingLayer | undefined, Activation][] = [];
  list.forEach((layer, index) => {
    if (layer.kind !== "activation") found.push([layer, "linear"]);
    else if (isFolded(layer.activation, list[index - 1])) found.at(-1)![1] = layer.activation;
    else found.push([undefined, layer.activation]);
  });
  return found;
}

/** An activation `linear` of its own would be lost as the argument of a mapping, which is linear without one. */
function isFolded(activation: Activation, before: Layer | undefined): boolean {
  return activation !== "linear" && before !== undefined && before.kind !== "activation";
}
