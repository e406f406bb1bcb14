/** The largest |value|, NaN when any value is; 1 where it would be 0, so that it can be divided by. */
export function largestMagnitude(values: ArrayLike<number>): number {
  let largest = 0;
  for (let i = 0; i < values.length; i++) largest = Math.max(largest, Math.abs(values[i]!));
  return largest === 0 ? 1 : largest;
}
