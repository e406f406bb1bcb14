import type { ImageLayout } from "./layout.js";

/** pixel / 255 for every byte, as float32. */
export const pixelValues: Readonly<Float32Array> = Float32Array.from(
  { length: 256 },
  (_, pixel) => pixel / 255,
);

/** Writes bytes into `target` from `offset` on, scaled to 0…1. */
export function scalePixels(bytes: Uint8Array, target: Float32Array, offset = 0): void {
  for (let i = 0; i < bytes.length; i++) target[offset + i] = pixelValues[bytes[i]!]!;
}

/** The bytes of one image. */
export interface ImageBytes {
  readonly bytes: Uint8Array;
  readonly channels: number;
  readonly layout: ImageLayout;
}

/** Writes an image into `target` from `offset` on, scaled to 0…1 and in the given layout. */
export function writeImage(
  { bytes, channels, layout: from }: ImageBytes,
  target: Float32Array,
  { offset, layout }: { readonly offset: number; readonly layout: ImageLayout },
): void {
  if (from === layout) return scalePixels(bytes, target, offset);
  const pixels = bytes.length / channels;
  for (let channel = 0; channel < channels; channel++) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      const [first, last] = [channel * pixels + pixel, pixel * channels + channel];
      const [source, place] = layout === "channels-last" ? [first, last] : [last, first];
      target[offset + place] = pixelValues[bytes[source]!]!;
    }
  }
}
