import type { LayerSpec, MappingLayer } from "@reciprocal/network";
import type { Tensor, Tensor2D } from "@tensorflow/tfjs-core";
import type { Operand } from "../operators/operand.js";
import type { MappingSettings } from "./mapping-arguments.js";

/** Which kind of layer a class is; what else is known of a kind is for this package alone. */
export interface KindOfMapping {
  /** The kind of the layer in a network. */
  readonly kind: MappingLayer["kind"];
}

/** What a kind of layer adds to what all mappings have in common; the names of its groups are those of the network. */
export interface MappingDefinition<S extends MappingSettings = MappingSettings> extends KindOfMapping {
  /** Of default names: `spectral_dense` gives `spectral_dense_1`. */
  readonly stem: string;
  /** The arguments of its layers, their checks and defaults. */
  readonly options: {
    readonly names: readonly string[];
    read(where: string, given: object | undefined): S;
  };
  /** Matrices that a network stores in × out too, as TensorFlow.js does; it stores the others out × in. */
  readonly inByOut?: readonly string[];
  /** What settings must have beside what `options` checks. */
  check?(where: string, settings: S): void;
  /** What `createNetwork` makes the layer's initial values of. */
  spec(settings: S): LayerSpec;
  /** Groups that are zero, and no weight until they train. */
  zeros?(settings: S): readonly string[];
  /** The layer as its numbers are now. */
  form(operands: Operands, settings: S): Form;
  /** Arguments that `getConfig` does not know of; `isConstant` says which groups are still no weight. */
  config?(settings: S, isConstant: (name: string) => boolean): object;
}

/** The kernel of a layer at one moment. */
export interface Form {
  /** w, [in, out], without the mask. */
  kernel(): Tensor2D;
  /** x w without making w, [batch, out], if that costs less for a batch such as x. */
  apply?(x: Tensor2D): Tensor2D | undefined;
}

/** The groups and matrices of a layer, as its form needs them. */
export interface Operands {
  /** A group or matrix as it is now; the layer owns it. */
  operand<T extends Tensor>(name: string): Operand<T>;
  /** Whether it is no weight: it can be made again from the config, and does not train. */
  isConstant(name: string): boolean;
  /** Whether its gradient is wanted. */
  isTrained(name: string): boolean;
}

/** What a class of layers says of its kind is a definition. */
export function definitionOf(layerClass: object): MappingDefinition {
  return (layerClass as { readonly kind: MappingDefinition }).kind;
}
