/** @throws {RangeError} unless `count` is an integer of at least 1 (and at most `most`) */
export function checkCount(where: string, count: number, most = Infinity): void {
  if (Number.isSafeInteger(count) && count >= 1 && count <= most) return;
  const range = most === Infinity ? "an integer of at least 1" : `an integer from 1 to ${most}`;
  throw new RangeError(`${where} must be ${range}, got ${count}`);
}
