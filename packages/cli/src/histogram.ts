/** Distribution of some numbers. */
export interface Histogram {
  readonly count: number;
  readonly least: number;
  readonly most: number;
  readonly mean: number;
  /** Divided by the count. */
  readonly deviation: number;
  /** Numbers in each of equal bins from least to most; one bin if they are all the same. */
  readonly bins: readonly number[];
}

/** @throws {RangeError} if there are no numbers, and for one that is not finite, which belongs to no bin */
export function histogram(
  values: ArrayLike<number>,
  { bins = 32 }: { readonly bins?: number } = {},
): Histogram {
  const all = Array.from(values);
  const count = all.length;
  if (count === 0) throw new RangeError("histogram: needs one or more numbers, got none");
  const wrong = all.findIndex((value) => !Number.isFinite(value));
  if (wrong !== -1) throw new RangeError(`histogram: number ${wrong} must be finite, got ${all[wrong]}`);
  const least = all.reduce((a, b) => Math.min(a, b));
  const most = all.reduce((a, b) => Math.max(a, b));
  const mean = all.reduce((sum, value) => sum + value, 0) / count;
  const deviation = Math.sqrt(all.reduce((sum, value) => sum + (value - mean) ** 2, 0) / count);
  const counts = new Array<number>(least === most ? 1 : bins).fill(0);
  for (const value of all) {
    const place = least === most ? 0 : Math.floor((bins * (value - least)) / (most - least));
    counts[Math.min(place, counts.length - 1)]!++; // the largest belongs to the last bin
  }
  return { count, least, most, mean, deviation, bins: counts };
}

const blocks = "▁▂▃▄▅▆▇█";

/** One character per bin: its height by the fullest bin, a blank if it is empty. */
export function drawHistogram({ bins }: Histogram): string {
  const fullest = Math.max(...bins);
  return bins
    .map((count) => (count === 0 ? " " : blocks[Math.ceil((blocks.length * count) / fullest) - 1]!))
    .join("");
}
