import type { Layer, MatrixSource, ParameterName, Shape } from "@reciprocal/network";
import type { Value } from "@reciprocal/graph";

/**
 * How a mapping becomes operators. `formed`: z = x wᵀ + b with w formed, so two products for z and its gradient (three
 * if x needs one too), and some passes over n·m numbers; a factored φ is multiplied out first. `applied`: φ is applied to
 * x factor by factor, and neither φ nor w is formed. A dense layer is what it is.
 */
export type FormName = "dense" | "formed" | "applied";

/** One way to compute what a layer gives. */
export interface Form {
  readonly build: (x: Value) => Value;
}

/** One way to compute a mapping. */
export interface MappingForm extends Form {
  readonly name: FormName;
  /** Builds w, m×n. */
  readonly kernel: () => Value;
}

/** Computes something that depends on the data alone once for the whole data set, if memory allows. */
export type Precompute = (value: Value) => Value;

/** What the lowering of a layer asks of the lowering of its network. */
export interface LayerContext {
  /** What an error about the layer begins with. */
  readonly where: string;
  /** The shape of a sample that arrives. */
  readonly shape: Shape;
  /** A group of numbers of the layer: an input of the graph if it is to be fed, else a constant. */
  readonly group: (name: ParameterName, values: () => Float32Array, shape: readonly number[]) => Value;
  /** A matrix of the layer that never trains. */
  readonly basis: (name: string, source: MatrixSource) => Value;
  /** w with the masks of the layer on it. */
  readonly masked: (w: Value) => Value;
  readonly precompute: Precompute;
  /** Gives a value its name in a model for people; elsewhere the value itself. */
  readonly name: (value: Value, name: string) => Value;
}

/** Every way in which a layer of one kind can be computed: one form or more. */
export type FormsOf<L extends Layer> = (layer: L, context: LayerContext) => readonly Form[];
