/** The decimal number of fewest digits that is the same float32: 0.3 for 0.30000001192092896. */
export function shortestDecimal(value: number): number {
  for (let digits = 1; digits < 9; digits++) {
    const shorter = Number(value.toPrecision(digits));
    if (Math.fround(shorter) === Math.fround(value)) return shorter;
  }
  return value;
}
