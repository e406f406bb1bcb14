import { checkObject } from "./internal/check-object.js";
import { checkShape } from "./internal/check-shape.js";
import { checkSource } from "./internal/check-source.js";
import { checkValues } from "./internal/check-values.js";
import { type Shape, shapeSize } from "./shape.js";
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
  checkShape("network", "inputShape", network.inputShape);
  const layers: unknown = network.layers;
  if (!Array.isArray(layers)) {
    throw new TypeError(`network: layers must be a list, got ${String(layers)}`);
  }
  let shape = network.inputShape;
  network.layers.forEach((layer, index) => {
    checkObject(`layer ${index}`, layer);
    shape = checkLayer(layer, shape, layerLabel(layer, index));
  });
}

/** @returns the shape of what leaves the layer if a sample of shape `input` arrives */
export function checkLayer(layer: Layer, input: Shape, where: string): Shape {
  const kind = kindOf(where, layer);
  const output = kind.outputShape(layer, input, where);
  checkObject(`${where}: trainable`, trainableFlags(layer));
  for (const { name, shape, content } of kind.groups(layer)) {
    if (isSource(content)) checkSource(where, name, content, shape);
    else checkValues(where, name, content, shapeSize(shape));
    const trains: unknown = trainableFlags(layer)[name];
    if (typeof trains !== "boolean") {
      throw new TypeError(`${where}: trainable.${name} must be true or false, got ${String(trains)}`);
    }
  }
  for (const { name, shape, source } of kind.bases(layer)) checkSource(where, name, source, shape);
  return output;
}

/** How errors call a layer. */
export function layerLabel(layer: Layer, index: number): string {
  return `layer ${index} (${layer.kind})`;
}

/** Which groups of a layer train. */
export function trainableFlags(layer: Layer): Readonly<Partial<Record<ParameterName, boolean>>> {
  return "trainable" in layer ? layer.trainable : {};
}
