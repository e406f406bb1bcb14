/** Mean and sample standard deviation (divided by n − 1; null for a single value). */
export interface MeanAndDeviation {
  readonly mean: number;
  readonly deviation: number | null;
  readonly count: number;
}

/** @throws {RangeError} if there are no values, or one is not finite */
export function meanAndDeviation(values: readonly number[]): MeanAndDeviation {
  const count = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (!Number.isFinite(mean)) {
    throw new RangeError(`meanAndDeviation: needs one or more finite values, got [${values.join(", ")}]`);
  }
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: count > 1 ? Math.sqrt(squares / (count - 1)) : null, count };
}

/** `0.9717 ± 0.0016`, or the mean alone for a single value. */
export function spread(
  { mean, deviation }: Pick<MeanAndDeviation, "mean" | "deviation">,
  digits: number,
): string {
  return deviation === null ? mean.toFixed(digits) : `${mean.toFixed(digits)} ± ${deviation.toFixed(digits)}`;
}
