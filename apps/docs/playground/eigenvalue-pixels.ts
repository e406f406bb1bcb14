/**
 * Eigenvalues as RGBA pixels: white where they are at their median, blue below and orange above, full colour at the
 * largest distance from it. Only differences count, since one constant added to both spectra of a layer changes nothing.
 */
export function eigenvaluePixels(values: Float32Array): Uint8ClampedArray<ArrayBuffer> {
  const sorted = values.slice().sort();
  const middle = sorted[sorted.length >> 1] ?? 0;
  const reach = values.reduce((most, value) => Math.max(most, Math.abs(value - middle)), 0) || 1;
  const pixels = new Uint8ClampedArray(4 * values.length);
  values.forEach((value, i) => {
    const share = (value - middle) / reach;
    const color = share < 0 ? [33, 102, 172] : [217, 95, 2];
    const mixed = color.map((channel) => 255 + Math.abs(share) * (channel - 255));
    pixels.set([...mixed, 255], 4 * i);
  });
  return pixels;
}
