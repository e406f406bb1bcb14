import type { MappingLayer } from "@reciprocal/network";

/** What stays of a layer: its output nodes (rows of w) and its input nodes (columns), ascending. */
export interface Kept {
  readonly rows: Uint32Array;
  readonly columns: Uint32Array;
}

/** Fields of a layer, and undefined for those that it does not have anymore. */
export type Changed<L> = { readonly [K in keyof L]?: L[K] | undefined };

/** What pruning knows of one kind of mapping. Layers of a kind that lacks a step are refused by it. */
export interface PruningKind<L extends MappingLayer> {
  /**
   * Writes zeros into the stored numbers of a layer without its masks. `kept`, m×n row-major, is 1 for weights that stay.
   */
  readonly bake?: (layer: L, kept: Uint8Array) => MappingLayer;
  /** Sets the weights at these places, which grow again, to 0. Absent if the layer stores no weights of its own. */
  readonly renew?: (layer: L, places: readonly number[]) => L;
  /** The layer's own fields on fewer nodes; `cutLayer` cuts its sizes, bias and mask. What is undefined goes. */
  readonly cut?: (layer: L, kept: Kept) => Changed<L>;
  /** The fields of the layer with factors of its own size. Absent if they always are. */
  readonly refactor?: (layer: L) => Changed<L>;
}
