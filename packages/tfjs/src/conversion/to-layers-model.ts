import {
  type Activation,
  inputSize,
  isMapping,
  type Layer,
  type Network,
  validateNetwork,
} from "@reciprocal/network";
import { sequential, type Sequential } from "@tensorflow/tfjs-layers";
import { tfjsKind } from "../kinds/index.js";
import { writeNumbers } from "../kinds/of-mapping.js";
import { checkIs } from "./check-is.js";

/**
 * The network as a `tf.Sequential`: every mapping a layer of this package, or a tf.layers.dense if it is a dense layer
 * without a mask, with the activation behind it as its argument; other activations are layers of their own.
 *
 * The model holds the network's numbers exactly, its recipes as recipes, and trains what the network's flags say.
 * `fromLayersModel` gives the same network back, but for a phi that trains: that comes back as numbers.
 *
 * A dense layer of which only the kernel or only the bias trains is a SparseDense of sparsity 0, since tf.layers.dense
 * cannot be saved so.
 *
 * @returns a model that is not compiled, which the caller owns: `model.dispose()` frees it
 * @throws {RangeError} for a network without layers
 * @throws {TypeError} if a mapping has a fixed mask
 * @throws {ShapeError | RangeError | TypeError} if the network is malformed
 */
export function toLayersModel(network: Network): Sequential {
  checkIs("a network", "toLayersModel", network);
  validateNetwork(network);
  if (network.layers.length === 0) {
    throw new RangeError("toLayersModel: the network must have a layer or more, got none");
  }
  const model = sequential();
  for (const { layer, activation } of folded(network.layers)) {
    const shape = model.layers.length === 0 ? { inputShape: [inputSize(network)] } : {};
    if (isMapping(layer) && layer.mask) {
      throw new TypeError(
        "toLayersModel: no TensorFlow.js layer keeps a fixed mask; bake or shrink the network first, or use toDense",
      );
    }
    const added = tfjsKind(layer.kind).toLayer(layer, { ...shape, ...(activation && { activation }) });
    model.add(added);
    if (isMapping(layer)) writeNumbers(added, layer);
  }
  return model;
}

interface Folded {
  readonly layer: Layer;
  /** The activation behind a mapping. */
  readonly activation?: Activation;
}

/** The layers, an activation behind a mapping being a part of it. */
function folded(list: readonly Layer[]): Folded[] {
  const found: Folded[] = [];
  list.forEach((layer, index) => {
    const before = list[index - 1];
    // an activation `linear` of its own would be lost as the argument of a mapping, which is linear without one
    const isFolded =
      layer.kind === "activation" && layer.activation !== "linear" && before && isMapping(before);
    if (isFolded) found.push({ ...found.pop()!, activation: layer.activation });
    else found.push({ layer });
  });
  return found;
}
