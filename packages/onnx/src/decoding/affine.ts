/** One number for every value of a sample, in row-major order, or the same number for all. */
export type PerValue = number | Float64Array;

/**
 * What is done to every value of a sample by itself: x ↦ factor · (scale · x + shift) + offset, in float64. Single numbers go
 * into factor and offset, so that a long chain of them goes through no list.
 */
export interface Affine {
  /** The node that it comes from, for errors; of several the first. */
  readonly where: string;
  readonly scale: PerValue;
  readonly shift: PerValue;
  readonly factor: number;
  readonly offset: number;
}

/** x ↦ x */
export function unchanged(where: string): Affine {
  return { where, scale: 1, shift: 0, factor: 1, offset: 0 };
}

/** What x is multiplied by, for the value at a place. */
export function scaleAt({ scale, factor }: Affine, index: number): number {
  return factor * valueAt(scale, index);
}

/** What is added then. */
export function shiftAt({ shift, factor, offset }: Affine, index: number): number {
  return factor * valueAt(shift, index) + offset;
}

/** x ↦ s f(x) + t, as one. */
export function composed(f: Affine, s: PerValue, t: PerValue): Affine {
  if (typeof s === "number" && typeof t === "number") {
    return { ...f, factor: s * f.factor, offset: s * f.offset + t };
  }
  const scale = combined(f.scale, s, (a, b) => b * (f.factor * a));
  const scaled = combined(f.shift, s, (a, b) => b * (f.factor * a + f.offset));
  const shift = combined(scaled, t, (a, b) => a + b);
  return { where: f.where, scale, shift, factor: 1, offset: 0 };
}

/** How many numbers there are for each sample, if they differ; else 1. */
export function widthOf(...values: readonly PerValue[]): number {
  return Math.max(...values.map((one) => (typeof one === "number" ? 1 : one.length)));
}

/** Whether it is x ↦ s x + t, for all values. */
export function isAll(affine: Affine, s: number, t: number): boolean {
  return isAt(affine, (i) => scaleAt(affine, i) === s && shiftAt(affine, i) === t);
}

/** Whether it only scales. */
export function addsNothing(affine: Affine): boolean {
  return isAt(affine, (i) => shiftAt(affine, i) === 0);
}

/** Whether something is so for every value. */
function isAt({ scale, shift }: Affine, is: (index: number) => boolean): boolean {
  const width = widthOf(scale, shift);
  for (let i = 0; i < width; i++) if (!is(i)) return false;
  return true;
}

function valueAt(values: PerValue, index: number): number {
  return typeof values === "number" ? values : values[index]!;
}

function combined(a: PerValue, b: PerValue, compute: (x: number, y: number) => number): PerValue {
  if (typeof a === "number") return typeof b === "number" ? compute(a, b) : b.map((y) => compute(a, y));
  return a.map((x, i) => compute(x, valueAt(b, i)));
}
