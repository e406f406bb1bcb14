/** pixel / 255 for every byte, as float32. */
export const pixelValues: Readonly<Float32Array> = Float32Array.from(
  { length: 256 },
  (_, pixel) => pixel / 255,
);

/** Writes bytes into `target` from `offset` on, scaled to 0…1. */
export function scalePixels(bytes: Uint8Array, target: Float32Array, offset = 0): void {
  for (let i = 0; i < bytes.length; i++) target[offset + i] = pixelValues[bytes[i]!]!;
}
