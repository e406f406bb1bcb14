export interface Bin {
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

/** Counts values in bins of equal width from the least to the largest; equal values share one bin. */
export function histogram(values: ArrayLike<number>, bins = 24): Bin[] {
  let [least, largest] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    least = Math.min(least, values[i]!);
    largest = Math.max(largest, values[i]!);
  }
  if (!(least <= largest)) return [];
  const width = (largest - least) / bins;
  if (width === 0) return [{ from: least, to: largest, count: values.length }];
  const counts = new Array<number>(bins).fill(0);
  for (let i = 0; i < values.length; i++) {
    counts[Math.min(bins - 1, Math.floor((values[i]! - least) / width))]!++;
  }
  return counts.map((count, i) => ({ from: least + i * width, to: least + (i + 1) * width, count }));
}
