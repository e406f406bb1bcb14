import { checkedOutputShape } from "./kinds/check-settings.js";
import { isMapping, type MappingLayer } from "./kinds/index.js";
import type { Network } from "./network.js";
import { type Shape, shapeSize } from "./shape.js";
import { layerLabel } from "./validate-network.js";

/** What arrives at a layer and what leaves it, without the samples of a batch. */
export interface LayerShapes {
  /** The shape of one sample that arrives. */
  readonly input: Shape;
  /** The shape of one sample that leaves. */
  readonly output: Shape;
}

/** A mapping and where it stands. */
export interface PlacedMapping extends LayerShapes {
  /** Place in `network.layers`, from 0. */
  readonly index: number;
  /** The mapping itself. */
  readonly layer: MappingLayer;
}

/**
 * How many numbers a sample has that goes into a network: the product of its `inputShape`.
 *
 * @param network - or anything with an `inputShape`
 *
 * @example
 * import { createNetwork, inputSize } from "@reciprocal/network";
 *
 * console.log(inputSize(createNetwork({ inputShape: [28, 28, 1], layers: [{ kind: "dense", units: 10 }] })));
 * // => 784
 */
export function inputSize({ inputShape }: Pick<Network, "inputShape">): number {
  return shapeSize(inputShape);
}

/**
 * What arrives at every layer and what leaves it, in the order of `network.layers`. Only sizes and masks are looked at, no
 * other numbers.
 *
 * @param network - whose layers to measure
 * @returns a new array, one for each layer
 * @throws {ShapeError} if a size does not fit what arrives, and as `validateNetwork` for sizes and kinds
 *
 * @example
 * import { createNetwork, layerShapes } from "@reciprocal/network";
 *
 * const layers = [{ kind: "spectral", units: 50, activation: "relu" }] as const;
 * console.log(layerShapes(createNetwork({ inputShape: [28, 28, 1], layers })));
 * // => [
 * // =>   { input: [ 28, 28, 1 ], output: [ 50 ] },
 * // =>   { input: [ 50 ], output: [ 50 ] }
 * // => ]
 */
export function layerShapes({ inputShape, layers }: Network): LayerShapes[] {
  let input = inputShape;
  return layers.map((layer, index) => {
    const output = checkedOutputShape(layerLabel(layer, index), layer, input);
    const shapes = { input, output };
    input = output;
    return shapes;
  });
}

/**
 * The shape of what a network computes for one sample; that of its input if it has no layers.
 *
 * @param network - what computes
 *
 * @example
 * import { createNetwork, outputShape } from "@reciprocal/network";
 *
 * console.log(outputShape(createNetwork({ inputShape: 784, layers: [{ kind: "dense", units: 10 }] })));
 * // => [ 10 ]
 */
export function outputShape(network: Network): Shape {
  return layerShapes(network).at(-1)?.output ?? network.inputShape;
}

/**
 * How many numbers a network computes for one sample: the product of its `outputShape`.
 *
 * @param network - what computes
 *
 * @example
 * import { createNetwork, outputSize } from "@reciprocal/network";
 *
 * console.log(outputSize(createNetwork({ inputShape: 784, layers: [{ kind: "dense", units: 10 }] })));
 * // => 10
 */
export function outputSize(network: Network): number {
  return shapeSize(outputShape(network));
}

/**
 * The mappings of a network in order, each with its place.
 *
 * @param network - where to look
 *
 * @example
 * import { createNetwork, mappings } from "@reciprocal/network";
 *
 * const layers = [{ kind: "spectral", units: 50, activation: "relu" }, { kind: "dense", units: 10 }] as const;
 * const found = mappings(createNetwork({ inputShape: 784, layers }));
 * console.log(found.map(({ index, layer }) => `${index} ${layer.kind}`));
 * // => [ '0 spectral', '2 dense' ]
 */
export function mappings(network: Network): PlacedMapping[] {
  const shapes = layerShapes(network);
  return network.layers.flatMap((layer, index) =>
    isMapping(layer) ? [{ index, layer, ...shapes[index]! }] : [],
  );
}
