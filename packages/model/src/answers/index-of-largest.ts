/** The place of the largest of some numbers, none of them NaN, of equal ones the first; −1 if there are none. */
export function indexOfLargest(values: ArrayLike<number>): number {
  let best = -1;
  for (let i = 0; i < values.length; i++) if (best === -1 || values[i]! > values[best]!) best = i;
  return best;
}
