import { checkObject } from "./internal/check-object.js";
import { checkSize } from "./internal/check-size.js";
import { checkSource } from "./internal/check-source.js";
import { checkValues } from "./internal/check-values.js";
import { countValues } from "./internal/count-values.js";
import { isSource } from "./internal/is-source.js";
import { kindOf } from "./layer-kinds.js";
import type { Layer, Network, ParameterName } from "./network.js";

/**
 * Checks every size, flag and number of a network. Errors name the layer by its place in `network.layers`, from 0:
 * "layer 2 (spectral): lambdaIn needs 784 values, got 10".
 *
 * One pass over the stored numbers; matrices that are recipes are checked without being made.
 *
 * @throws {ShapeError} where a size does not fit its neighbours
 * @throws {RangeError} where a number is not finite, or a size or seed is out of range
 * @throws {TypeError} where a kind, activation, flag or recipe is not known
 */
export function validateNetwork(network: Network): void {
  checkObject("network", network);
  checkSize("network", "inputs", network.inputs);
  const layers: unknown = network.layers;
  if (!Array.isArray(layers)) {
    throw new TypeError(`network: layers must be a list, got ${String(layers)}`);
  }
  let width = network.inputs;
  network.layers.forEach((layer, index) => {
    checkObject(`layer ${index}`, layer);
    width = checkLayer(layer, width, layerLabel(layer, index));
  });
}

/** @returns the numbers per sample that leave the layer */
export function checkLayer(layer: Layer, inputs: number, where: string): number {
  const kind = kindOf(where, layer);
  const outputs = kind.outputs(layer, inputs, where);
  checkObject(`${where}: trainable`, trainableFlags(layer));
  for (const { name, shape, content } of kind.groups(layer)) {
    if (isSource(content)) checkSource(where, name, content, shape);
    else checkValues(where, name, content, countValues(shape));
    const trains: unknown = trainableFlags(layer)[name];
    if (typeof trains !== "boolean") {
      throw new TypeError(`${where}: trainable.${name} must be true or false, got ${String(trains)}`);
    }
  }
  for (const { name, shape, source } of kind.bases(layer)) checkSource(where, name, source, shape);
  return outputs;
}

/** How errors call a layer. */
export function layerLabel(layer: Layer, index: number): string {
  return `layer ${index} (${layer.kind})`;
}

/** Which groups of a layer train. */
export function trainableFlags(layer: Layer): Readonly<Partial<Record<ParameterName, boolean>>> {
  return "trainable" in layer ? layer.trainable : {};
}
