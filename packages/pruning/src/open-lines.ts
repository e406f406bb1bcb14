/** Which rows and which columns of a mask have a weight that it does not hide: 1, else 0. */
export function openLines(
  mask: Uint8Array,
  { inputs, outputs }: { readonly inputs: number; readonly outputs: number },
): { rows: Uint8Array; columns: Uint8Array } {
  const rows = new Uint8Array(outputs);
  const columns = new Uint8Array(inputs);
  for (let i = 0, at = 0; i < outputs; i++) {
    for (let j = 0; j < inputs; j++, at++) if (mask[at]) rows[i] = columns[j] = 1;
  }
  return { rows, columns };
}
