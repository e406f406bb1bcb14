/** @throws {RangeError} unless `sparsity` is absent or a number with 0 ≤ sparsity < 1 */
export function checkSparsity(where: string, sparsity: number | undefined): void {
  if (sparsity === undefined) return;
  if (typeof sparsity === "number" && 0 <= sparsity && sparsity < 1) return;
  throw new RangeError(`${where}: sparsity must be a number from 0 to below 1, got ${String(sparsity)}`);
}
