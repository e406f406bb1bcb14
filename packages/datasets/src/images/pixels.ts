import { oneOf, type Rule } from "@reciprocal/guards";
import type { SampleInputs } from "../dataset.js";
import type { ImageLayout } from "./layout.js";

/** pixel / 255 for every byte, as float32. */
export const pixelValues: Readonly<Float32Array> = Float32Array.from(
  { length: 256 },
  (_, pixel) => pixel / 255,
);

/** How pixels are kept: as pixel / 255, or as they are, in a quarter of the memory. */
export type PixelKind = "float32" | "uint8";

export function pixelRule(): Rule<PixelKind> {
  return oneOf(["float32", "uint8"]);
}

/** Room for so many values. */
export function pixelArray(kind: PixelKind, length: number): SampleInputs {
  return kind === "uint8" ? new Uint8Array(length) : new Float32Array(length);
}

/** Writes bytes into `target` from `offset` on: scaled to 0…1, or as they are if it holds bytes. */
export function writePixels(bytes: Uint8Array, target: SampleInputs, offset = 0): void {
  if (target instanceof Uint8Array) target.set(bytes, offset);
  else for (let i = 0; i < bytes.length; i++) target[offset + i] = pixelValues[bytes[i]!]!;
}

/** The bytes of one image. */
export interface ImageBytes {
  readonly bytes: Uint8Array;
  readonly channels: number;
  readonly layout: ImageLayout;
}

/** Writes an image into `target` from `offset` on, as {@link writePixels} does, in the given layout. */
export function writeImage(
  { bytes, channels, layout: from }: ImageBytes,
  target: SampleInputs,
  { offset, layout }: { readonly offset: number; readonly layout: ImageLayout },
): void {
  if (from === layout) return writePixels(bytes, target, offset);
  const pixels = bytes.length / channels;
  const isBytes = target instanceof Uint8Array;
  for (let channel = 0; channel < channels; channel++) {
    for (let pixel = 0; pixel < pixels; pixel++) {
      const [first, last] = [channel * pixels + pixel, pixel * channels + channel];
      const [source, place] = layout === "channels-last" ? [first, last] : [last, first];
      const byte = bytes[source]!;
      target[offset + place] = isBytes ? byte : pixelValues[byte]!;
    }
  }
}
