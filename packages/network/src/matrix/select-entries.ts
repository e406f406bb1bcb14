/** The entries of a row-major matrix of `columns` columns that stand in the given rows and columns. */
export function selectEntries(
  values: Float32Array,
  columns: number,
  { rowIndices, columnIndices }: { rowIndices: Uint32Array; columnIndices: Uint32Array },
): Float32Array {
  const selected = new Float32Array(rowIndices.length * columnIndices.length);
  let at = 0;
  for (const row of rowIndices) {
    for (const column of columnIndices) selected[at++] = values[row * columns + column]!;
  }
  return selected;
}
