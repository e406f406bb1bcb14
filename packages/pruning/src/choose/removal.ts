/** Nodes or weights of one layer that go. */
export interface Removal {
  /** Of nodes: `inputLayer` (−1), or the index of the mapping whose outputs they are. Of weights: that of the mapping. */
  readonly layer: number;
  /** Which nodes, from 0, or which weights, in the row-major m×n kernel. */
  readonly indices: ArrayLike<number>;
}
