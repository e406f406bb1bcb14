import { checkedOutputShape } from "./kinds/check-settings.js";
import { isMapping, type MappingLayer } from "./kinds/index.js";
import type { Network } from "./network.js";
import { type Shape, shapeSize } from "./shape.js";
import { layerLabel } from "./validate-network.js";

/** What arrives at a layer and what leaves it, without the samples of a batch. */
export interface LayerShapes {
  readonly input: Shape;
  readonly output: Shape;
}

/** A mapping and where it stands. */
export interface PlacedMapping extends LayerShapes {
  /** Place in `network.layers`, from 0. */
  readonly index: number;
  readonly layer: MappingLayer;
}

/** How many numbers a sample has that goes into a network: the product of its `inputShape`. */
export function inputSize({ inputShape }: Pick<Network, "inputShape">): number {
  return shapeSize(inputShape);
}

/**
 * What arrives at every layer and what leaves it, in the order of `network.layers`. Only sizes and masks are looked at, no
 * other numbers.
 *
 * @throws {ShapeError} if a size does not fit what arrives, and as `validateNetwork` for sizes and kinds
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

/** The shape of what a network computes for one sample; that of its input if it has no layers. */
export function outputShape(network: Network): Shape {
  return layerShapes(network).at(-1)?.output ?? network.inputShape;
}

/** How many numbers a network computes for one sample: the product of its `outputShape`. */
export function outputSize(network: Network): number {
  return shapeSize(outputShape(network));
}

/** The mappings of a network in order, each with its place. */
export function mappings(network: Network): PlacedMapping[] {
  const shapes = layerShapes(network);
  return network.layers.flatMap((layer, index) =>
    isMapping(layer) ? [{ index, layer, ...shapes[index]! }] : [],
  );
}
