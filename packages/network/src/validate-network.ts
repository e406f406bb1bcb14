import { check, flag, isObject, object, show } from "@reciprocal/guards";
import { checkShape } from "./internal/check-shape.js";
import { checkValues } from "./internal/check-values.js";
import { checkedOutputShape } from "./kinds/check-settings.js";
import { fieldRules, kindOf, type Layer, type ParameterName, settingRules } from "./kinds/index.js";
import { refuseUnknownFields } from "./internal/unknown-fields.js";
import { fieldContent } from "./layer-fields.js";
import { checkSource } from "./matrix/check-source.js";
import type { MatrixSource } from "./matrix/source.js";
import type { Network } from "./network.js";
import { type Shape, shapeSize } from "./shape.js";

/**
 * Checks every size, flag and number of a network. Errors name the layer by its place in `network.layers`, from 0:
 * "layer 2 (spectral): lambdaIn needs 784 values, got 10".
 *
 * One pass over the stored numbers; matrices that are recipes are checked without being made.
 *
 * @param network - what to check
 * @throws {ShapeError} if a size does not fit its neighbors
 * @throws {RangeError} if a number is not finite, or a size or seed is out of range
 * @throws {TypeError} for a kind, activation, flag or recipe that is not known, and for a field that no file would hold
 *
 * @example
 * import { createNetwork, validateNetwork } from "@reciprocal/network";
 *
 * const network = createNetwork({ inputShape: 4, layers: [{ kind: "dense", units: 2 }] });
 * validateNetwork(network); // nothing happens
 * try {
 *   validateNetwork({ ...network, inputShape: [5] });
 * } catch (error) {
 *   console.log(String(error));
 *   // => ShapeError: layer 0 (dense): inputs must be 5, what arrives at the layer, got 4
 * }
 */
export function validateNetwork(network: Network): void {
  if (!isObject(network)) throw new TypeError(`network must be an object, got ${show(network)}`);
  if (!("layers" in network) && "network" in network) {
    throw new TypeError(`network must be a network, got ${show(network)}; its .network is one`);
  }
  let shape = checkShape("network", "inputShape", network.inputShape);
  const layers: unknown = network.layers;
  if (!Array.isArray(layers)) throw new TypeError(`network: layers must be an array, got ${show(layers)}`);
  refuseUnknownFields("network", network, ["inputShape", "layers"]);
  network.layers.forEach((layer, index) => {
    if (!isObject(layer)) throw new TypeError(`layer ${index} must be an object, got ${show(layer)}`);
    shape = checkLayer(layer, shape, layerLabel(layer, index));
  });
}

/** @returns the shape of what leaves the layer if a sample of shape `input` arrives */
export function checkLayer(layer: Layer, input: Shape, where: string): Shape {
  const output = checkedOutputShape(where, layer, input);
  check(object(), where, "trainable", trainableFlags(layer));
  const kind = kindOf(where, layer);
  const fields = fieldRules(kind);
  const trains = fields.flatMap(([name, rule]) => (rule.trains ? [name] : []));
  refuseUnknownFields(where, layer, [
    ...["kind", ...settingRules(kind).map(([name]) => name), ...fields.map(([name]) => name)],
    ...(trains.length > 0 ? ["trainable"] : []),
  ]);
  refuseUnknownFields(`${where}: trainable`, trainableFlags(layer), trains);
  for (const [name, rule] of fields) {
    const content = fieldContent(layer, name);
    if (content === undefined && rule.isOptional) continue;
    const shape = rule.shape(layer);
    if (rule.storage === "matrix") checkSource(where, name, content as MatrixSource, shape);
    else checkValues(where, name, content, shapeSize(shape));
    if (rule.trains) check(flag(), where, `trainable.${name}`, trainableFlags(layer)[name as ParameterName]);
  }
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
