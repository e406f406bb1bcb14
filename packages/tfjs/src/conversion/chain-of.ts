import type { LayersModel } from "@tensorflow/tfjs-layers";
import type { TfjsLayer } from "../kinds/kind.js";

/**
 * The layers between a model's one input and its one output, in the order in which a sample passes them, input layers
 * aside; those of a model in the model in its place.
 *
 * @throws {TypeError} if that is not one chain, or one layer is in it twice
 */
export function chainOf(caller: string, model: LayersModel): TfjsLayer[] {
  const { inputs, outputs } = model;
  if (inputs.length !== 1 || outputs.length !== 1) {
    throw new TypeError(
      `${caller}: the model must have one input and one output, got ${inputs.length} and ${outputs.length}`,
    );
  }
  const chain: TfjsLayer[] = [];
  let tensor = outputs[0]!;
  while (tensor.id !== inputs[0]!.id) {
    const layer = tensor.sourceLayer;
    const where = `${caller}: ${nameOf(layer)}`;
    const before = layer.inboundNodes[tensor.nodeIndex]!.inputTensors;
    if (before.length !== 1) {
      throw new TypeError(`${where} must follow one layer, as in a chain, got ${before.length}`);
    }
    if (chain.includes(layer)) throw new TypeError(`${where} must be in the chain once, got it twice`);
    chain.unshift(layer);
    tensor = before[0]!;
  }
  const whole = chain.flatMap((layer) => (isModel(layer) ? chainOf(caller, layer) : [layer]));
  const twice = whole.find((layer, index) => whole.indexOf(layer) !== index);
  if (twice) throw new TypeError(`${caller}: ${nameOf(twice)} must be in the chain once, got it twice`);
  return whole;
}

/** Whether a layer is a model of its own, as `Sequential` in `Sequential`. */
function isModel(layer: TfjsLayer): layer is LayersModel {
  return "inputs" in layer && "outputs" in layer && "layers" in layer;
}

/** How errors call a layer: `layer dense_1 (Dense)`. */
export function nameOf(layer: TfjsLayer): string {
  return `layer ${layer.name} (${layer.getClassName()})`;
}
