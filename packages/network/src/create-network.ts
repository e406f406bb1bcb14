import {
  freezeDeep,
  flag,
  integer,
  list,
  object,
  oneOf,
  options,
  type OptionTable,
  type Rule,
  ruleOf,
} from "@reciprocal/guards";
import { deriveSeed } from "@reciprocal/spectral";
import { activationLayers } from "./activation-layers.js";
import { type Activation, type ActivationFunction, activations } from "./activation.js";
import { checkShape } from "./internal/check-shape.js";
import { kindOf, type Layer, type LayerSpec, type MappingLayer, mappingKindOf } from "./kinds/index.js";
import type { Creation } from "./kinds/start.js";
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
      layers: list(object<LayerSpec>("a layer spec"), { minLength: 1 }),
      seed: integer({ min: 0, max: Number.MAX_SAFE_INTEGER }).default(0),
    }) satisfies Record<keyof CreateNetworkOptions, unknown>,
);

function shapeOrSize(): Rule<Shape> {
  return ruleOf("a size or a list of sizes", (where, name, value) => [
    ...checkShape(where, name, typeof value === "number" ? [value] : value),
  ]);
}

/**
 * A network with initial values by seed: those with which a network of any size learns, or those of the publications
 * (arXiv:2106.09021 and its companion code), with `start: "published"` in every spec.
 *
 * Every group of numbers of every mapping draws from a stream of its own, named by the mapping's place and the group:
 * adding a bias or changing another layer leaves it as it was. An activation other than linear becomes a layer of its
 * own, so a network may have more layers than there were specs.
 *
 * The objects and lists of the result are frozen; its typed arrays cannot be, and must not be changed either.
 *
 * Frozen random matrices are recipes and cost nothing here; S-QR factors its matrix at once, because R trains.
 *
 * @throws {RangeError} for no layer, and for sizes, seeds or initial values out of range
 * @throws {TypeError} for an unknown kind, option, activation or recipe, or a flag that is not a boolean
 *
 * @example
 * import { createNetwork } from "@reciprocal/network";
 *
 * const network = createNetwork({
 *   inputShape: 784,
 *   layers: [
 *     { kind: "spectral", units: 100, activation: "relu" },
 *     { kind: "dense", units: 10, activation: "softmax" },
 *   ],
 * });
 */
export function createNetwork(given: CreateNetworkOptions): Network {
  const { inputShape, layers: specs, seed } = networkOptions.read("createNetwork", given);
  const layers: Layer[] = [];
  let shape: Shape = inputShape;
  let arriving: ActivationFunction = linear;
  specs.forEach((spec, index) => {
    const where = `createNetwork: spec ${index}`;
    const layer = makeLayer(where, spec, {
      inputs: shapeSize(shape),
      seed: deriveSeed(seed, "layer", index),
      arriving,
      isHidden: index + 1 < specs.length,
    });
    layers.push(layer, ...activationLayers(`${where} (${spec.kind})`, spec));
    const { activation = "linear", slope } = spec;
    arriving = { activation, ...(slope !== undefined && { slope }) };
    shape = kindOf("createNetwork", layer).outputShape(layer, shape);
  });
  const network = freezeDeep({ inputShape, layers });
  validateNetwork(network);
  return network;
}

const linear: ActivationFunction = { activation: "linear" };

/** What one layer is made from. */
export interface CreateLayerOptions {
  /** n, all the numbers of the sample that arrives. */
  readonly inputs: number;
  /** Default 0. The layers of `createNetwork` have seeds of their own, derived from that of the network. */
  readonly seed?: number;
  /** The activation whose outputs arrive, for starting values of unit variance; default linear, as for samples. */
  readonly arriving?: Activation;
  /** Whether other layers follow; default false. */
  readonly isHidden?: boolean;
}

const layerOptions = options(
  () =>
    ({
      inputs: integer({ min: 1 }),
      seed: integer({ min: 0, max: Number.MAX_SAFE_INTEGER }).default(0),
      arriving: oneOf(activations).default("linear"),
      isHidden: flag().default(false),
    }) satisfies OptionTable<CreateLayerOptions>,
);

/**
 * One mapping with initial values by seed, as `createNetwork` makes it, without its activation; for code that builds
 * networks layer by layer.
 *
 * @param spec - the layer, as in the `layers` of `createNetwork`
 * @throws as `createNetwork`
 *
 * @example
 * import { createLayer } from "@reciprocal/network";
 *
 * const layer = createLayer({ kind: "spectral", units: 3 }, { inputs: 2, seed: 7 });
 * console.log(layer.kind, layer.inputs, layer.outputs);
 * // => spectral 2 3
 */
export function createLayer(spec: LayerSpec, given: CreateLayerOptions): MappingLayer {
  const { arriving, ...others } = layerOptions.read("createLayer", given);
  return freezeDeep(makeLayer("createLayer", spec, { ...others, arriving: { activation: arriving } }));
}

function makeLayer(where: string, spec: LayerSpec, creation: Creation): MappingLayer {
  return mappingKindOf(where, spec).create(spec, creation, `${where} (${spec.kind})`);
}
