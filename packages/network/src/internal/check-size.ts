/** @throws {RangeError} unless `value` is an integer of at least 1 */
export function checkSize(where: string, name: string, value: number): void {
  if (Number.isSafeInteger(value) && value >= 1) return;
  throw new RangeError(`${where}: ${name} must be a positive integer, got ${value}`);
}
