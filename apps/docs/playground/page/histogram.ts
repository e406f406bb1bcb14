export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Counts values in bins of equal width from the minimum to the maximum; if all values are equal there is one bin. */
export function histogram(values: ArrayLike<number>, bins = 24): Bin[] {
  let [min, max] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    min = Math.min(min, values[i]!);
    max = Math.max(max, values[i]!);
  }
  if (!(min <= max)) return [];
  const width = (max - min) / bins;
  if (width === 0) return [{ from: min, to: max, count: values.length }];
  const counts = new Array<number>(bins).fill(0);
  for (let i = 0; i < values.length; i++) {
    counts[Math.min(bins - 1, Math.floor((values[i]! - min) / width))]!++;
  }
  return counts.map((count, i) => ({ from: min + i * width, to: min + (i + 1) * width, count }));
}
