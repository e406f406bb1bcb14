const counts = new Map<string, number>();

/**
 * `spectral_dense_1`, `spectral_dense_2`, … TensorFlow.js would make a layer's name of its class name, which here is
 * not one (see register-layers.ts).
 */
export function defaultName(stem: string): string {
  const count = (counts.get(stem) ?? 0) + 1;
  counts.set(stem, count);
  return `${stem}_${count}`;
}
