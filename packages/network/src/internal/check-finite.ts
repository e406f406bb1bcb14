/** @throws {RangeError} at the first value that is NaN or infinite */
export function checkFinite(where: string, name: string, values: ArrayLike<number>): void {
  for (let i = 0; i < values.length; i++) {
    if (!Number.isFinite(values[i])) {
      throw new RangeError(`${where}: ${name} must be finite, got ${values[i]!} at index ${i}`);
    }
  }
}
