import { deriveSeed } from "@reciprocal/spectral";
import { checkActivation } from "./activation-layer.js";
import { checkOptions } from "./internal/check-options.js";
import { checkShape } from "./internal/check-shape.js";
import { checkSize } from "./internal/check-size.js";
import { checkSparsity } from "./internal/check-sparsity.js";
import { freezeDeep } from "./internal/freeze-deep.js";
import { type LayerSpec, mappingKindOf } from "./layer-kinds.js";
import type { Layer, Network } from "./network.js";
import { type Shape, shapeSize } from "./shape.js";
import { validateNetwork } from "./validate-network.js";

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
export function createNetwork(options: CreateNetworkOptions): Network {
  checkOptions("createNetwork", options, ["inputShape", "layers", "seed"]);
  const { inputShape: given, layers: specs, seed = 0 } = options;
  if (!isList(specs)) throw new TypeError("createNetwork: layers must be a list of layer specs");
  const inputShape: Shape = typeof given === "number" ? [given] : given;
  checkShape("createNetwork", "inputShape", inputShape);
  const layers: Layer[] = [];
  let width = shapeSize(inputShape);
  specs.forEach((spec, index) => {
    const where = `createNetwork: spec ${index} (${spec.kind})`;
    const kind = mappingKindOf(where, spec);
    checkOptions(where, spec, kind.options);
    checkUseBias(where, spec.useBias);
    checkSparsity(where, spec.sparsity);
    const { units, activation = "linear" } = spec;
    checkSize(where, "units", units);
    checkActivation(where, activation);
    const layerSeed = deriveSeed(seed, "layer", index);
    layers.push(kind.create(spec, width, layerSeed, where));
    if (activation !== "linear") layers.push({ kind: "activation", activation });
    width = units;
  });
  const network = freezeDeep({ inputShape: [...inputShape], layers });
  validateNetwork(network);
  return network;
}

/** Array.isArray, which turns the type of a read-only list into `any`. */
const isList = (value: unknown): boolean => Array.isArray(value);

/** A word such as "no" would otherwise be read as true. */
function checkUseBias(where: string, useBias: unknown): void {
  if (useBias !== undefined && typeof useBias !== "boolean") {
    throw new TypeError(`${where}: useBias must be true or false, got ${JSON.stringify(useBias)}`);
  }
}
