import type { MatrixSource } from "./matrix-source.js";
import type { Layer, ParameterName } from "./network.js";
import type { Shape } from "./shape.js";

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
 * What the package knows about one kind of layer; files add what is in files/internal/layer-fields.ts and codes.ts.
 */
export interface LayerKind<L extends Layer> {
  /** The shape of what leaves the layer if `input` arrives. Throws if the layer cannot take it. */
  outputShape(layer: L, input: Shape, where: string): Shape;
  groups(layer: L): readonly Group[];
  bases(layer: L): readonly Basis[];
  /** How many numbers, bias aside, the same map has in direct space. */
  denseNumbers(layer: L): number;
  /** The layer over a batch in float64, row-major, each sample of shape `input`; `values` is not modified. */
  forward(layer: L, values: Float64Array, input: Shape): Float64Array;
  /** The same map in direct space: its kernel trains, its bias as before. The layer itself where it has no other form. */
  toDense(layer: L): Layer;
}
