import { type Layer, type Network, ShapeError, validateNetwork } from "@reciprocal/network";
import type { LayersModel } from "@tensorflow/tfjs-layers";
import { argumentActivation } from "../kinds/activation.js";
import { kindOfLayer, stockClasses, tfjsKind } from "../kinds/index.js";
import type { TfjsLayer } from "../kinds/kind.js";
import { nameLayer } from "../mapping/name-layer.js";
import { chainOf, nameOf } from "./chain-of.js";
import { checkIs } from "./check-is.js";

/**
 * The network that a model computes: the layers of this package, `Dense`, `Activation`, `ReLU`, `ELU` and `Softmax`,
 * in a `tf.Sequential` or in a functional model that is one chain from one input [batch, n] to one output. Layers that
 * do something in training alone (`Dropout` and its like) are left out.
 *
 * The numbers, recipes, masks and what trains come over exactly; an activation that is the argument of a layer becomes
 * a layer of its own. A matrix that is a weight comes as its numbers, also if it began as a recipe.
 *
 * Regularizers, constraints and initializers are left behind: they belong to training and change no output.
 *
 * @returns a promise, since some backends (webgl, webgpu) hand out numbers only later; the model stays as it was
 * @throws {TypeError} unless it is a model; naming the layer, if it or its activation has no place in a network
 * @throws {ShapeError} unless the input is [batch, n]
 * @throws {RangeError} naming the layer, if a number is not finite
 */
export async function fromLayersModel(model: LayersModel): Promise<Network> {
  checkIs("a layers model", "fromLayersModel", model);
  const chain = chainOf("fromLayersModel", model);
  const inputs = inputsOf(model);
  const list: Layer[] = [];
  let width = inputs;
  for (const layer of chain) {
    const read = await readLayer(layer, width);
    nameLayer(`fromLayersModel: ${nameOf(layer)}`, () =>
      validateNetwork({ inputShape: [width], layers: read }),
    );
    list.push(...read);
    const [first] = read;
    if (first && first.kind !== "activation") width = first.outputs;
  }
  return { inputShape: [inputs], layers: list };
}

function inputsOf(model: LayersModel): number {
  const { shape } = model.inputs[0]!;
  const [, inputs] = shape;
  if (shape.length === 2 && typeof inputs === "number") return inputs;
  throw new ShapeError(
    `fromLayersModel: the model's input must be [batch, n] with n known, got [${shape.map(String).join(", ")}]`,
  );
}

/** Layers that pass their input on as it is, but in training. */
const onlyInTraining = ["Dropout", "AlphaDropout", "GaussianDropout", "GaussianNoise"];

/** What a layer is in a network: a mapping, an activation, one after the other, or nothing. */
async function readLayer(layer: TfjsLayer, inputs: number): Promise<Layer[]> {
  const where = `fromLayersModel: ${nameOf(layer)}`;
  const kind = kindOfLayer(layer);
  if (kind) {
    const read = await tfjsKind(kind).fromLayer(layer, inputs, where);
    return read.kind === "activation" ? [read] : [read, ...argumentActivation(where, layer)];
  }
  if (onlyInTraining.includes(layer.getClassName())) return [];
  throw new TypeError(
    `${where} has no place in a network; there are ${stockClasses().join(", ")}, Dropout and the layers of @reciprocal/tfjs`,
  );
}
