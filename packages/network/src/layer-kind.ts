import type { MatrixSource } from "./matrix-source.js";
import type { Layer, ParameterName } from "./network.js";

/** What a group of numbers is, which decides when `withTrainable` lets it train. */
export type ParameterRole = "eigenvalues" | "eigenvectors" | "bias";

/** A group of numbers that training may change. */
export interface Group {
  readonly name: ParameterName;
  readonly role: ParameterRole;
  /** The shape that the layer's size asks for. */
  readonly shape: readonly number[];
  /** What the layer has. */
  readonly content: Float32Array | MatrixSource;
}

/** A matrix that never trains. */
export interface Basis {
  readonly name: string;
  readonly shape: readonly [rows: number, columns: number];
  readonly source: MatrixSource;
}

/**
 * Everything that the package knows about one kind of layer: a new kind is one such object in its own file and one
 * line in layer-kinds.ts.
 */
export interface LayerKind<L extends Layer> {
  /** Numbers per sample that leave the layer when `inputs` arrive. Throws where it cannot take so many. */
  outputs(layer: L, inputs: number, where: string): number;
  groups(layer: L): readonly Group[];
  bases(layer: L): readonly Basis[];
  /** How many numbers, bias aside, the same map has in direct space. */
  denseNumbers(layer: L): number;
  /** The layer over a batch in float64, row-major; `values` is not modified. */
  forward(layer: L, values: Float64Array, samples: number): Float64Array;
  /** The same map in direct space: its kernel trains, its bias as before. The layer itself where it has no other form. */
  toDense(layer: L): Layer;
}
