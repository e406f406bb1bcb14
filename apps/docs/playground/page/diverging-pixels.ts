/**
 * Numbers as RGBA pixels: clear at `middle`, blue below it and orange above it, with full color from a distance of `reach`
 * on.
 */
export function divergingPixels(
  values: ArrayLike<number>,
  { middle, reach }: { readonly middle: number; readonly reach: number },
): Uint8ClampedArray<ArrayBuffer> {
  const pixels = new Uint8ClampedArray(4 * values.length);
  for (let i = 0; i < values.length; i++) {
    const distance = values[i]! - middle;
    const color = distance < 0 ? [42, 120, 200] : [225, 105, 10];
    pixels.set([...color, (255 * Math.abs(distance)) / (reach || 1)], 4 * i);
  }
  return pixels;
}

/** The median of numbers and the largest distance from it. Only differences of eigenvalues count, not where they lie. */
export function spread(values: Float32Array): { middle: number; reach: number } {
  const sorted = values.slice().sort();
  const middle = sorted[sorted.length >> 1] ?? 0;
  return { middle, reach: values.reduce((most, value) => Math.max(most, Math.abs(value - middle)), 0) };
}
