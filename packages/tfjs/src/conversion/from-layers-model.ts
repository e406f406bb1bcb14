import {
  isMapping,
  type Layer,
  type Network,
  outputShape,
  type Shape,
  ShapeError,
  shapeSize,
  validateNetwork,
} from "@reciprocal/network";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { argumentActivation, isAlongNodes } from "../kinds/activation.js";
import { kindOfLayer, stockClasses, tfjsKind } from "../kinds/index.js";
import type { TfjsLayer } from "../kinds/kind.js";
import { nameLayer } from "../mapping/name-layer.js";
import { chainOf, nameOf } from "./chain-of.js";
import { checkIs } from "./check-is.js";

/**
 * The network that a model computes: the layers of this package, `Dense`, `Activation`, `ReLU`, `LeakyReLU`, `ELU` and
 * `Softmax`, in a `tf.Sequential` or in a functional model that is one chain from one input to one output. Layers that do
 * something in training alone (`Dropout` and its like) are left out.
 *
 * The input is [batch, n], or an image [batch, height, width, channels] (in general, [batch] and any known sizes): the
 * sizes after the batch are the network's `inputShape`. An image must pass a `Flatten` before a mapping, which
 * TensorFlow.js would otherwise apply to every pixel; the network has no layer for it, since its mappings take the
 * numbers in the same order.
 *
 * The numbers, recipes, masks and what trains come over exactly; an activation that is the argument of a layer becomes
 * a layer of its own. A matrix that is a weight comes as its numbers, also if it began as a recipe.
 *
 * Regularizers, constraints and initializers are left behind: they belong to training and change no output.
 *
 * @returns a promise, since some backends (webgl, webgpu) hand out numbers only later; the model stays as it was
 * @throws {TypeError} unless it is a model; naming the layer, if it or its activation has no place in a network
 * @throws {ShapeError} if a size of the input is not known; naming the layer, if a `Flatten` is missing before it, or if it
 *   is a softmax over a whole image
 * @throws {RangeError} naming the layer, if a number is not finite
 */
export async function fromLayersModel(model: LayersModel): Promise<Network> {
  checkIs("a layers model", "fromLayersModel", model);
  const chain = chainOf("fromLayersModel", model);
  const inputShape = inputShapeOf(model);
  const list: Layer[] = [];
  let arriving: Arriving = { shape: inputShape, isFlat: inputShape.length === 1 };
  for (const layer of chain) {
    const where = `fromLayersModel: ${nameOf(layer)}`;
    if (layer.getClassName() === "Flatten") {
      checkOrder(where, layer);
      arriving = { ...arriving, isFlat: true };
      continue;
    }
    const read = await readLayer(where, layer, arriving);
    const part = { inputShape: arriving.shape, layers: read };
    nameLayer(where, () => validateNetwork(part));
    list.push(...read);
    const shape = outputShape(part);
    arriving = { shape, isFlat: arriving.isFlat || shape.length === 1 };
  }
  return { inputShape, layers: list };
}

/** What arrives at a layer. */
interface Arriving {
  /** In the network, which does not flatten. */
  readonly shape: Shape;
  /** Whether it is a list of numbers in TensorFlow.js. */
  readonly isFlat: boolean;
}

function inputShapeOf(model: LayersModel): Shape {
  const { shape } = model.inputs[0]!;
  const sizes = shape.slice(1);
  if (sizes.length > 0 && sizes.every((size) => typeof size === "number")) return sizes;
  throw new ShapeError(
    `fromLayersModel: the model's input must be [batch, n] or an image with all sizes known, got [${shape.map(String).join(", ")}]`,
  );
}

/** A Flatten may be told that channels come first, and then puts them last. */
function checkOrder(where: string, layer: TfjsLayer): void {
  const { dataFormat } = layer.getConfig();
  if (dataFormat !== "channelsFirst") return;
  throw new TypeError(`${where}: dataFormat must be channelsLast, got channelsFirst`);
}

/** Layers that pass their input on as it is, but in training. */
const onlyInTraining = ["Dropout", "AlphaDropout", "GaussianDropout", "GaussianNoise"];

/** What a layer is in a network: a mapping, an activation, one after the other, or nothing. */
async function readLayer(where: string, layer: TfjsLayer, { shape, isFlat }: Arriving): Promise<Layer[]> {
  const name = kindOfLayer(layer);
  if (!name) {
    if (onlyInTraining.includes(layer.getClassName())) return [];
    const known = [...stockClasses(), "Flatten", "Dropout"];
    throw new TypeError(
      `${where} has no place in a network; there are ${known.join(", ")} and the layers of @reciprocal/tfjs`,
    );
  }
  const kind = tfjsKind(name);
  if (!isFlat && !kind.takesAnyShape) {
    throw new ShapeError(
      `${where} needs a list of numbers per sample, got the shape [${shape.join(", ")}]; put a Flatten before it`,
    );
  }
  const read = await kind.fromLayer(layer, isFlat ? [shapeSize(shape)] : shape, where);
  if (isFlat && shape.length > 1 && isAlongNodes(read)) {
    throw new ShapeError(
      `${where} must not follow a Flatten at once, got the shape [${shape.join(", ")}] before it`,
    );
  }
  return isMapping(read) ? [read, ...argumentActivation(where, layer)] : [read];
}
