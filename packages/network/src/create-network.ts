import { integer, list, object, options, type Rule, ruleOf } from "@reciprocal/guards";
import { deriveSeed } from "@reciprocal/spectral";
import { activationLayers } from "./activation-layers.js";
import { checkShape } from "./internal/check-shape.js";
import { freezeDeep } from "./internal/freeze-deep.js";
import { type Layer, type LayerSpec, mappingKindOf } from "./kinds/index.js";
import type { Network } from "./network.js";
import { type Shape, shapeSize } from "./shape.js";
import { validateNetwork } from "./validate-network.js";

/** What `createNetwork` makes a network from. */
export interface CreateNetworkOptions {
  /**
   * The shape of one sample: a number n for a list of n numbers, [height, width, channels] for an image, for example
   * [28, 28, 1].
   */
  readonly inputShape: number | Shape;
  /** The mappings in order, each with the activation after it. */
  readonly layers: readonly LayerSpec[];
  /** Integer from 0 to 2^53 − 1; default 0. The same seed gives the same network, bit for bit, on every platform. */
  readonly seed?: number;
}

const networkOptions = options(
  () =>
    ({
      inputShape: shapeOrSize(),
      layers: list(object<LayerSpec>("a layer spec")),
      seed: integer({ min: 0, max: Number.MAX_SAFE_INTEGER }).default(0),
    }) satisfies Record<keyof CreateNetworkOptions, unknown>,
);

function shapeOrSize(): Rule<Shape> {
  return ruleOf("a size or a list of sizes", (where, name, value) => [
    ...checkShape(where, name, typeof value === "number" ? [value] : value),
  ]);
}

/**
 * A network with initial values as published (arXiv:2106.09021 and its companion code; each spec says which), by seed.
 *
 * Every group of numbers of every mapping draws from a stream of its own, named by the mapping's place and the group:
 * adding a bias or changing another layer leaves it as it was. An activation other than linear becomes a layer of its
 * own, so a network may have more layers than there were specs.
 *
 * The objects and lists of the result are frozen; its typed arrays cannot be, and must not be changed either.
 *
 * Frozen random matrices are recipes and cost nothing here; S-QR factors its matrix at once, because R trains.
 *
 * @throws {RangeError} for sizes, seeds or initial values out of range
 * @throws {TypeError} for an unknown kind, option, activation or recipe, or a flag that is not a boolean
 */
export function createNetwork(given: CreateNetworkOptions): Network {
  const { inputShape, layers: specs, seed } = networkOptions.read("createNetwork", given);
  const layers: Layer[] = [];
  let shape: Shape = inputShape;
  specs.forEach((spec, index) => {
    const kind = mappingKindOf(`createNetwork: spec ${index}`, spec);
    const where = `createNetwork: spec ${index} (${spec.kind})`;
    const inputs = shapeSize(shape);
    const layer = kind.create(spec, { inputs, seed: deriveSeed(seed, "layer", index) }, where);
    layers.push(layer, ...activationLayers(where, spec));
    shape = kind.outputShape(layer, shape);
  });
  const network = freezeDeep({ inputShape, layers });
  validateNetwork(network);
  return network;
}
