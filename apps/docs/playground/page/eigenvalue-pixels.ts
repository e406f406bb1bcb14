/**
 * Eigenvalues as RGBA pixels: transparent at their median, blue below it and orange above it, with full color at the
 * largest distance from it. Only differences count, because adding one constant to both spectra of a layer changes nothing.
 */
export function eigenvaluePixels(values: Float32Array): Uint8ClampedArray<ArrayBuffer> {
  const sorted = values.slice().sort();
  const middle = sorted[sorted.length >> 1] ?? 0;
  const reach = values.reduce((max, value) => Math.max(max, Math.abs(value - middle)), 0) || 1;
  const pixels = new Uint8ClampedArray(4 * values.length);
  values.forEach((value, i) => {
    const color = value < middle ? [42, 120, 200] : [225, 105, 10];
    pixels.set([...color, (255 * Math.abs(value - middle)) / reach], 4 * i);
  });
  return pixels;
}
