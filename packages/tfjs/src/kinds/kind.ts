import type { Layer, Shape } from "@reciprocal/network";
import type { layers } from "@tensorflow/tfjs-layers";
import type { MappingArguments } from "../mapping/mapping-arguments.js";

/** TensorFlow.js exports the class only as the base of others. */
export type TfjsLayer = layers.Layer;

/** What the place in a model says of a layer. */
export type Place = Pick<MappingArguments, "activation" | "inputShape">;

/** What one kind of layer of a network is in TensorFlow.js: one module a kind, listed in index.ts. */
export interface TfjsKind<L extends Layer> {
  /** The layer of this package that is of the kind; `registerLayers` registers them. */
  readonly layerClass?: (new (args: never) => TfjsLayer) & { readonly className: string };
  /** Class names of the layers of TensorFlow.js that are of the kind. */
  readonly stockClasses?: readonly string[];
  /** Whether its layers take samples of any shape; by default they are flattened before them. */
  readonly takesAnyShape?: boolean;
  /** A layer of the same function, at its initial values. */
  toLayer(layer: L, place: Place): TfjsLayer;
  /**
   * What a layer is in a network, its activation aside.
   *
   * @param input - the shape of a sample that comes in
   * @param where - what errors begin with
   * @throws {TypeError} for a setting that the kind does not have
   */
  fromLayer(layer: TfjsLayer, input: Shape, where: string): L | Promise<L>;
}
