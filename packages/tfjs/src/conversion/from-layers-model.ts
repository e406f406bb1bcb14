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
import { type Affine, canTakeUp, composed, isIdentity, withAffineAfter, withAffineBefore } from "./affine.js";
import { chainOf, nameOf } from "./chain-of.js";
import { checkIs } from "./check-is.js";
import { affineClasses, readAffine } from "./read-affine.js";

/**
 * The network that a model computes: the layers of this package, `Dense`, `Activation`, `ReLU`, `LeakyReLU`, `ELU` and
 * `Softmax`, in a `tf.Sequential` or in a functional model that is one chain from one input to one output, models in the
 * model included. Layers that do something in training alone (`Dropout` and its like) are left out.
 *
 * What scales and shifts every number by itself, `Rescaling` and `BatchNormalization` (as it predicts, with its moving
 * averages), has no layer in a network: it is worked, in float64, into a `Dense` that comes just before it or after it.
 *
 * The input is [batch, n], or an image [batch, height, width, channels] (in general, [batch] and any known sizes): the
 * sizes after the batch are the network's `inputShape`. An image must pass a `Flatten` before a mapping, which
 * TensorFlow.js would otherwise apply to every pixel; the network has no layer for it, nor for `Reshape`, since its mappings
 * take the numbers in the same order.
 *
 * The numbers, recipes, masks and what trains come over exactly; an activation that is the argument of a layer becomes
 * a layer of its own. A matrix that is a weight comes as its numbers, also if it began as a recipe.
 *
 * Regularizers, constraints and initializers are left behind: they belong to training and change no output.
 *
 * @param model - not modified
 * @returns a promise, since some backends (webgl, webgpu) hand out numbers only later; the model stays as it was
 * @throws {TypeError} unless it is a model; naming the layer, if it or its activation has no place in a network
 * @throws {ShapeError} if a size of the input is not known; naming the layer, if a `Flatten` is missing before it, or if it
 *   is a softmax over a whole image
 * @throws {RangeError} naming the layer, if a number is not finite
 *
 * @example
 * import "@tensorflow/tfjs-backend-cpu";
 * import { sequential, layers } from "@tensorflow/tfjs-layers";
 * import { fromLayersModel } from "@reciprocal/tfjs";
 *
 * const model = sequential({ layers: [layers.dense({ units: 3, inputShape: [4], activation: "relu" })] });
 * const network = await fromLayersModel(model);
 * console.log(network.layers.map(({ kind }) => kind));
 * // => [ 'dense', 'activation' ]
 */
export async function fromLayersModel(model: LayersModel): Promise<Network> {
  checkIs("a layers model", "fromLayersModel", model);
  const chain = chainOf("fromLayersModel", model);
  const inputShape = inputShapeOf(model);
  const list: Layer[] = [];
  let arriving: Arriving = { shape: inputShape, seen: inputShape };
  /** What waits for a Dense to take it up. */
  let pending: Affine | undefined;
  for (const layer of chain) {
    const where = `fromLayersModel: ${nameOf(layer)}`;
    const className = layer.getClassName();
    if (onlyInTraining.includes(className)) continue;
    if (reshaping.includes(className)) {
      checkOrder(where, layer);
      arriving = { ...arriving, seen: shapeAfter(layer, arriving.shape) };
      continue;
    }
    if (affineClasses.includes(className)) {
      const affine = await readAffine(layer, arriving.seen, nameOf(layer));
      const last = list.at(-1);
      if (!pending && canTakeUp(last)) {
        const taken = withAffineAfter(last, affine);
        nameLayer(where, () => validateNetwork({ inputShape: [taken.inputs], layers: [taken] }));
        list[list.length - 1] = taken;
      } else pending = pending ? composed(pending, affine) : affine;
      continue;
    }
    let read = await readLayer(where, layer, arriving);
    if (pending && !isIdentity(pending)) {
      const [first, ...rest] = read;
      if (!canTakeUp(first)) refusePending(pending, `what ${nameOf(layer)} takes`);
      read = [withAffineBefore(first, pending), ...rest];
    }
    pending = undefined;
    const part = { inputShape: arriving.shape, layers: read };
    nameLayer(where, () => validateNetwork(part));
    list.push(...read);
    const shape = outputShape(part);
    arriving = { shape, seen: isMapping(read[0]!) ? shape : arriving.seen };
  }
  if (pending && !isIdentity(pending)) refusePending(pending, "what the model gives");
  return { inputShape, layers: list };
}

function refusePending({ where }: Affine, what: string): never {
  throw new TypeError(
    `fromLayersModel: ${where} scales and shifts ${what}; a network can do so only in a mapping, so a Dense without a ` +
      `mask must come just before it or after it`,
  );
}

/** What arrives at a layer. */
interface Arriving {
  /** In the network, which does not reshape. */
  readonly shape: Shape;
  /** In TensorFlow.js: the same numbers in the same order. */
  readonly seen: Shape;
}

/** Layers that only give the numbers of a sample another shape. */
const reshaping = ["Flatten", "Reshape"];

/** The shape of a sample after a layer that keeps its numbers; TensorFlow.js leaves a size open that follows from the others. */
function shapeAfter(layer: TfjsLayer, before: Shape): Shape {
  const sizes = (layer.outputShape as (number | null)[]).slice(1);
  const known = shapeSize(sizes.filter((size) => size !== null));
  return sizes.map((size) => size ?? shapeSize(before) / known);
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

/** What a layer is in a network: a mapping, an activation, or one after the other. */
async function readLayer(where: string, layer: TfjsLayer, { shape, seen }: Arriving): Promise<Layer[]> {
  const name = kindOfLayer(layer);
  if (!name) {
    const known = [...stockClasses(), ...reshaping, ...affineClasses, "Dropout"];
    throw new TypeError(
      `${where} has no place in a network; there are ${known.join(", ")} and the layers of @reciprocal/tfjs`,
    );
  }
  const kind = tfjsKind(name);
  if (seen.length !== 1 && !kind.takesAnyShape) {
    throw new ShapeError(
      `${where} needs a list of numbers per sample, got the shape [${seen.join(", ")}]; put a Flatten before it`,
    );
  }
  const read = await kind.fromLayer(layer, seen, where);
  if (isAlongNodes(read) && seen.at(-1) !== shape.at(-1)) {
    throw new ShapeError(
      `${where} goes along an axis of ${seen.at(-1)}, which a Flatten or Reshape made of the shape [${shape.join(", ")}]; ` +
        `a network goes along the last one before it`,
    );
  }
  return isMapping(read) ? [read, ...argumentActivation(where, layer)] : [read];
}
