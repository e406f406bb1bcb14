import { oneOf, type Rule } from "@reciprocal/guards";

/**
 * How the values of an image are ordered: `channels-last`, [height, width, channels], with the channels of a pixel side by
 * side; or `channels-first`, [channels, height, width], one plane after another.
 */
export type ImageLayout = "channels-last" | "channels-first";

export function layoutRule(): Rule<ImageLayout> {
  return oneOf(["channels-last", "channels-first"]);
}

/** The shape of an image. */
export function imageShape(
  layout: ImageLayout,
  { height, width, channels }: { readonly height: number; readonly width: number; readonly channels: number },
): readonly number[] {
  return layout === "channels-last" ? [height, width, channels] : [channels, height, width];
}
