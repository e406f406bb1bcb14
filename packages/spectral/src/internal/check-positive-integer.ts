/** A size must be a whole number above zero; NaN and fractions are refused too. */
export function checkPositiveInteger(where: string, name: string, value: number): void {
  if (Number.isSafeInteger(value) && value > 0) return;
  throw new RangeError(`${where}: ${name} must be a positive integer, got ${value}`);
}
