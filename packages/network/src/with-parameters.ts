import { ShapeError } from "@reciprocal/spectral";
import { checkFinite } from "./internal/check-finite.js";
import type { Layer, ParameterName } from "./kinds/index.js";
import { layerFields } from "./layer-fields.js";
import { isSource } from "./matrix/source.js";
import type { Network } from "./network.js";
import { type ParameterId, parameterKey } from "./parameter-id.js";
import { shapeSize } from "./shape.js";
import { layerLabel, validateNetwork } from "./validate-network.js";
import { withLayers } from "./with-layers.js";

/** New numbers for one group; what `parameters` returns will do. */
export interface ParameterUpdate extends ParameterId {
  /** As many as the group has, in the same order; copied, and rounded to float32. */
  readonly values: ArrayLike<number>;
}

/**
 * A network with some groups of numbers replaced, frozen ones too if asked. A phi that was a recipe becomes stored
 * values. Everything else is shared with the network that came in, which stays as it was.
 *
 * @param network - not modified
 * @param updates - the groups, each with its place, its name and its new values
 * @throws {RangeError} for a layer or group that is not there or is named twice, or a value not finite in float32
 * @throws {ShapeError} for another number of values than the group has
 *
 * @example
 * import { createNetwork, withParameters } from "@reciprocal/network";
 *
 * const network = createNetwork({ inputShape: 2, layers: [{ kind: "dense", units: 1 }] });
 * const changed = withParameters(network, [{ layer: 0, name: "kernel", values: [1, 2] }]);
 * console.log(network.layers[0] === changed.layers[0]);
 * // => false
 */
export function withParameters(network: Network, updates: Iterable<ParameterUpdate>): Network {
  validateNetwork(network);
  const layers = [...network.layers];
  const seen = new Set<string>();
  for (const { layer: index, name, values } of updates) {
    const layer = layers[index];
    if (!layer) {
      throw new RangeError(`withParameters: layer must be from 0 to ${layers.length - 1}, got ${index}`);
    }
    const where = `withParameters: ${layerLabel(layer, index)}`;
    const key = parameterKey({ layer: index, name });
    if (seen.has(key)) throw new RangeError(`${where}: ${name} must be given once, got it twice`);
    seen.add(key);
    layers[index] = replaceGroup(layer, { where, name, values });
  }
  return withLayers(network, layers);
}

function replaceGroup(
  layer: Layer,
  { where, name, values }: { where: string; name: ParameterName; values: ArrayLike<number> },
): Layer {
  const groups = layerFields(layer).filter(({ trains }) => trains);
  const group = groups.find((candidate) => candidate.name === name);
  if (!group) {
    const names = groups.map((candidate) => candidate.name).join(", ") || "no parameters";
    throw new RangeError(`${where} has ${names}, got ${name}`);
  }
  const { shape, content } = group;
  if (values.length !== shapeSize(shape)) {
    throw new ShapeError(`${where}: ${name} needs ${shapeSize(shape)} values, got ${values.length}`);
  }
  const copy = new Float32Array(values);
  checkFinite(where, name, copy);
  const replacement = isSource(content)
    ? { rows: content.rows, columns: content.columns, values: copy }
    : copy;
  return { ...layer, [name]: replacement };
}
