import type { Dataset } from "@reciprocal/datasets";

export const tasks = ["rotated", "inverted"] as const;
/** What becomes of the images that a network was trained on. */
export type Task = (typeof tasks)[number];

/** The angle of `rotated`, counterclockwise. */
export const rotationDegrees = 30;

/** The same samples with every image shifted to the task; labels are shared. */
export function shiftImages(set: Dataset, task: Task): Dataset {
  return { ...set, name: `${set.name}, ${task}`, inputs: task === "inverted" ? inverted(set) : rotated(set) };
}

/** 1 − x */
function inverted({ inputs }: Dataset): Float32Array {
  return inputs.map((pixel) => 1 - pixel);
}

/**
 * Turned about the middle, a pixel being the bilinear mean of the four around the place it came from; 0 outside.
 *
 * @throws {RangeError} unless the samples are gray images or planes of them
 */
function rotated({ inputs, shape, name }: Dataset): Float32Array {
  // gray images, or planes of color images one after another
  const [height, width] = shape.at(-1) === 1 ? shape : shape.slice(-2);
  if (height === undefined || width === undefined) {
    throw new RangeError(
      `shiftImages: ${name} must have images of two or more sizes, got [${shape.join(", ")}]`,
    );
  }
  const sources = pixelSources(height, width);
  const size = height * width;
  const turned = new Float32Array(inputs.length);
  for (let start = 0; start < inputs.length; start += size) {
    for (let pixel = 0; pixel < size; pixel++) {
      let sum = 0;
      for (const { from, weight } of sources[pixel]!) sum += weight * inputs[start + from]!;
      turned[start + pixel] = sum;
    }
  }
  return turned;
}

/** For each pixel of a turned image, the pixels it is made of. */
function pixelSources(height: number, width: number): { from: number; weight: number }[][] {
  const angle = (rotationDegrees * Math.PI) / 180;
  const [cosine, sine] = [Math.cos(angle), Math.sin(angle)];
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  return Array.from({ length: height * width }, (_, pixel) => {
    const x = (pixel % width) - middleX;
    const y = Math.floor(pixel / width) - middleY;
    // y points down, so that this turns back clockwise
    const sourceX = middleX + cosine * x - sine * y;
    const sourceY = middleY + sine * x + cosine * y;
    const [left, top] = [Math.floor(sourceX), Math.floor(sourceY)];
    return [
      [top, left],
      [top, left + 1],
      [top + 1, left],
      [top + 1, left + 1],
    ].flatMap(([row, column]) => {
      const weight = (1 - Math.abs(sourceY - row!)) * (1 - Math.abs(sourceX - column!));
      const isInside = row! >= 0 && row! < height && column! >= 0 && column! < width;
      return isInside && weight > 0 ? [{ from: row! * width + column!, weight }] : [];
    });
  });
}
