import {
  isMapping,
  type Layer,
  mappings,
  type Network,
  shapeSize,
  validateNetwork,
} from "@reciprocal/network";
import { layers, sequential, type Sequential } from "@tensorflow/tfjs-layers";
import { activationArgument } from "../kinds/activation.js";
import { tfjsKind } from "../kinds/index.js";
import { writeNumbers } from "../kinds/of-mapping.js";
import type { ActivationName } from "../mapping/mapping-arguments.js";
import { checkIs } from "./check-is.js";

/**
 * The network as a `tf.Sequential`: every mapping a layer of this package, or a tf.layers.dense if it is a dense layer
 * without a mask, with the activation behind it as its argument; other activations are layers of their own: leaky-relu
 * and hard-swish, which TensorFlow.js does not have as arguments, and those that follow no mapping.
 *
 * The model holds the network's numbers exactly, its recipes as recipes, and trains what the network's flags say.
 * `fromLayersModel` gives the same network back, but for a phi that trains: that comes back as numbers.
 *
 * An image is [height, width, channels] in both. Before the first mapping is a tf.layers.flatten then, which reads the
 * image in the order in which the mapping does: row by row, all channels of a pixel one after another.
 *
 * A dense layer of which only the kernel or only the bias trains is a SparseDense of sparsity 0, since tf.layers.dense
 * cannot be saved so.
 *
 * @param network - not modified
 * @returns a model that is not compiled, which the caller owns: `model.dispose()` frees it
 * @throws {RangeError} for a network without layers
 * @throws {TypeError} if a mapping has a fixed mask, or factors of which only the lines of some nodes are left (`madeAs`)
 * @throws {ShapeError | RangeError | TypeError} if the network is malformed
 *
 * @example
 * import "@tensorflow/tfjs-backend-cpu";
 * import { createNetwork } from "@reciprocal/network";
 * import { toLayersModel } from "@reciprocal/tfjs";
 *
 * const network = createNetwork({ inputShape: 4, layers: [{ kind: "spectral", units: 3, activation: "relu" }] });
 * const model = toLayersModel(network);
 * console.log(model.layers.map((layer) => layer.getClassName()));
 * // => [ '@reciprocal/tfjs/registerLayers>SpectralDense' ]
 */
export function toLayersModel(network: Network): Sequential {
  checkIs("a network", "toLayersModel", network);
  validateNetwork(network);
  if (mappings(network).some(({ layer }) => layer.mask)) {
    throw new TypeError(
      "toLayersModel: no TensorFlow.js layer keeps a fixed mask; bake or shrink the network first, or use toDense",
    );
  }
  if (mappings(network).some(({ layer }) => "madeAs" in layer)) {
    throw new TypeError(
      "toLayersModel: TensorFlow.js layers have factors of their own size, and nodes were removed from one here; call " +
        "refactor of @reciprocal/pruning first, or use toDenseLayersModel",
    );
  }
  if (network.layers.length === 0) {
    throw new RangeError("toLayersModel: the network must have a layer or more, got none");
  }
  const model = sequential();
  let shape = network.inputShape;
  const place = () => (model.layers.length === 0 ? { inputShape: [...shape] } : {});
  for (const { layer, activation } of folded(network.layers)) {
    const kind = tfjsKind(layer.kind);
    if (shape.length > 1 && !kind.takesAnyShape) {
      model.add(layers.flatten(place()));
      shape = [shapeSize(shape)];
    }
    const added = kind.toLayer(layer, { ...place(), ...(activation && { activation }) });
    model.add(added);
    if (!isMapping(layer)) continue;
    writeNumbers(added, layer);
    shape = [layer.outputs];
  }
  return model;
}

interface Folded {
  readonly layer: Layer;
  /** The activation behind a mapping. */
  readonly activation?: ActivationName;
}

/** The layers, an activation behind a mapping being a part of it if TensorFlow.js has a name for it. */
function folded(list: readonly Layer[]): Folded[] {
  const found: Folded[] = [];
  list.forEach((layer, index) => {
    const before = list[index - 1];
    const argument =
      layer.kind === "activation" && before && isMapping(before) ? activationArgument(layer) : undefined;
    if (argument) found.push({ ...found.pop()!, activation: argument });
    else found.push({ layer });
  });
  return found;
}
