/** What is done to every value of a sample by itself, x ↦ scale · x + shift: numbers for all of them, or one for each. */
export interface Affine {
  /** The node that it comes from, for errors; of several the first. */
  readonly where: string;
  readonly scale: PerValue;
  readonly shift: PerValue;
}

/** One number for every value of a sample, in row-major order, or the same number for all. */
export type PerValue = number | Float64Array;

export const valueAt = (values: PerValue, index: number): number =>
  typeof values === "number" ? values : values[index]!;

/** x ↦ s (scale x + shift) + t, as one. */
export function composed(first: Affine, scale: PerValue, shift: PerValue): Affine {
  const [s, t] = [scale, shift];
  return {
    where: first.where,
    scale: combined(first.scale, s, (a, b) => a * b),
    shift: combined(
      combined(first.shift, s, (a, b) => a * b),
      t,
      (a, b) => a + b,
    ),
  };
}

/** How many numbers there are for each sample, if they differ; else 1. */
export function widthOf(...values: readonly PerValue[]): number {
  return Math.max(...values.map((one) => (typeof one === "number" ? 1 : one.length)));
}

/** Whether nothing changes. */
export function isIdentity({ scale, shift }: Affine): boolean {
  return isAll(scale, 1) && isAll(shift, 0);
}

export function isAll(values: PerValue, wanted: number): boolean {
  return typeof values === "number" ? values === wanted : values.every((value) => value === wanted);
}

function combined(a: PerValue, b: PerValue, compute: (x: number, y: number) => number): PerValue {
  if (typeof a === "number") return typeof b === "number" ? compute(a, b) : b.map((y) => compute(a, y));
  return a.map((x, i) => compute(x, valueAt(b, i)));
}
