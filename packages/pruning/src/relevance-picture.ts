import { ShapeError } from "@reciprocal/spectral";
import { checkOptions, checkWhole } from "./internal/check-options.js";
import { checkScores } from "./internal/check-scores.js";

export interface RelevancePictureOptions {
  /** Pixels per row. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** Size of a pixel in the drawing; default 8. */
  readonly pixel?: number;
}

/**
 * A picture of the relevance of every pixel, for image inputs of one channel, row by row: an SVG document as text, from
 * white at 0 to black at the largest score.
 *
 * @throws {ShapeError} unless there is a score per pixel
 * @throws {RangeError} for scores that are not finite
 */
export function relevancePicture(scores: ArrayLike<number>, options: RelevancePictureOptions): string {
  checkOptions("relevancePicture", options, ["width", "height", "pixel"]);
  const { width, height, pixel = 8 } = options;
  checkWhole("relevancePicture", "width", width);
  checkWhole("relevancePicture", "height", height);
  checkWhole("relevancePicture", "pixel", pixel);
  if (scores.length !== width * height) {
    throw new ShapeError(`relevancePicture: needs ${width}×${height} scores, got ${scores.length}`);
  }
  checkScores("relevancePicture", scores);
  let largest = 0;
  for (let i = 0; i < scores.length; i++) largest = Math.max(largest, scores[i]!);
  const pixels = Array.from({ length: scores.length }, (_, i) => {
    const share = largest > 0 ? Math.max(0, scores[i]!) / largest : 0;
    const level = Math.round(255 * (1 - share));
    const [x, y] = [(i % width) * pixel, Math.floor(i / width) * pixel];
    return `<rect x="${x}" y="${y}" width="${pixel}" height="${pixel}" fill="rgb(${level},${level},${level})"/>`;
  });
  const size = `width="${width * pixel}" height="${height * pixel}"`;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" ${size} shape-rendering="crispEdges">`,
    ...pixels,
    "</svg>",
  ].join("\n");
}
