import { integer, number, oneOf, options, type OptionTable } from "@reciprocal/guards";
import { Random, ShapeError } from "@reciprocal/spectral";
import { type ImageLayout, layoutRule } from "../images/layout.js";
import { cosineAndSine } from "./turn.js";

/** How images are changed at random. */
export interface AugmentImagesOptions {
  /** By how many whole pixels at most, up or down and left or right, each equally likely. Default 0. */
  readonly shift?: number | undefined;
  /** By how many degrees at most, either way, about the center; from 0 to 180. Default 0. */
  readonly rotate?: number | undefined;
  /**
   * Mirror images half of the time: `horizontal` left to right, `vertical` top to bottom, `both` independently. Letters and
   * digits become others by it. Default `none`.
   */
  readonly flip?: "none" | "horizontal" | "vertical" | "both" | undefined;
  /** The value of what comes in from outside. Default 0, black. */
  readonly fill?: number | undefined;
  /** How the values of an image are ordered, as it was loaded. Default `channels-last`. */
  readonly layout?: ImageLayout | undefined;
}

/** Images one after another, to be changed in place. */
export interface ImageBatch {
  /** How many images there are. */
  readonly count: number;
  /** Of one image: [height, width, channels] or [height, width], or [channels, height, width] if `layout` says so. */
  readonly shape: readonly number[];
  /** count × the product of `shape`, row-major. */
  readonly inputs: Float32Array;
}

/** Changes the images of a batch in place; what is random comes from the seed alone. */
export type ImageAugmentation = (batch: ImageBatch, moment: { readonly seed: number }) => void;

const table = options(
  () =>
    ({
      shift: integer({ min: 0 }).default(0),
      rotate: number({ min: 0, max: 180 }).default(0),
      flip: oneOf(["none", "horizontal", "vertical", "both"]).default("none"),
      fill: number().default(0),
      layout: layoutRule().default("channels-last"),
    }) satisfies OptionTable<AugmentImagesOptions>,
);

/**
 * Makes a function that shifts, rotates and mirrors the images of a batch at random, so that a network sees others in
 * every epoch; for the option `augment` of `fit`. Labels stay as they are.
 *
 * Each image is mirrored, then rotated, then shifted, in one step: pixel (y, x) becomes what stood at the place that is moved
 * there, linearly between its four neighbors. Without rotation values move and do not change. The same seed gives
 * the same bits on every platform. Draws are the same for every choice of options, so a further one leaves the others
 * as they were.
 *
 * @throws {TypeError} for an unknown option
 * @throws {RangeError} for an option outside of its range; and by the function, for a bad seed
 * @throws {ShapeError} by the function, for a batch that is not of images, or whose numbers do not fit its shape
 *
 * @example
 * import { augmentImages, batches, digits } from "@reciprocal/datasets";
 *
 * const augment = augmentImages({ shift: 2, rotate: 10 });
 * const [batch] = batches(digits({ train: 10, test: 1 }).train, { batchSize: 10 });
 * const moment = { seed: 1, epoch: 1, step: 1 };
 * await augment({ count: 10, shape: [28, 28, 1], inputs: batch!.inputs }, moment); // in place; or fit's option `augment`
 */
export function augmentImages(given: AugmentImagesOptions = {}): ImageAugmentation {
  const { shift, rotate, flip, fill, layout } = table.read("augmentImages", given);
  return (batch, { seed }) => {
    const size = sizeOf(batch, layout);
    const length = size.height * size.width * size.channels;
    const before = new Float32Array(length);
    const random = new Random(seed);
    for (let i = 0; i < batch.count; i++) {
      const image = batch.inputs.subarray(i * length, (i + 1) * length);
      const [left, top] = [random.sign() < 0, random.sign() < 0];
      const [cosine, sine] = cosineAndSine(random.uniform(-1, 1) * rotate);
      const down = Math.floor(random.uniform(-shift, shift + 1));
      const right = Math.floor(random.uniform(-shift, shift + 1));
      before.set(image);
      moveImage(before, image, size, {
        mirrorX: left && (flip === "horizontal" || flip === "both"),
        mirrorY: top && (flip === "vertical" || flip === "both"),
        cosine,
        sine,
        down,
        right,
        fill,
      });
    }
  };
}

interface Size {
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** How far apart values are that differ in one of the three by 1. */
  readonly steps: { readonly y: number; readonly x: number; readonly channel: number };
}

interface Move {
  readonly mirrorX: boolean;
  readonly mirrorY: boolean;
  readonly cosine: number;
  readonly sine: number;
  readonly down: number;
  readonly right: number;
  readonly fill: number;
}

/** Writes to `to` the image that `from` becomes. */
function moveImage(from: Float32Array, to: Float32Array, size: Size, move: Move): void {
  const { height, width, channels, steps } = size;
  const [centerY, centerX] = [(height - 1) / 2, (width - 1) / 2];
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      // back from where a pixel is to where it was: shift, rotation, mirrors
      const [dy, dx] = [y - move.down - centerY, x - move.right - centerX];
      const turnedY = move.cosine * dy - move.sine * dx;
      const turnedX = move.sine * dy + move.cosine * dx;
      const fromY = centerY + (move.mirrorY ? -turnedY : turnedY);
      const fromX = centerX + (move.mirrorX ? -turnedX : turnedX);
      const [top, left] = [Math.floor(fromY), Math.floor(fromX)];
      const [partY, partX] = [fromY - top, fromX - left];
      for (let channel = 0; channel < channels; channel++) {
        const at = (row: number, column: number) =>
          row >= 0 && row < height && column >= 0 && column < width
            ? from[row * steps.y + column * steps.x + channel * steps.channel]!
            : move.fill;
        const upper = at(top, left) * (1 - partX) + at(top, left + 1) * partX;
        const lower = at(top + 1, left) * (1 - partX) + at(top + 1, left + 1) * partX;
        to[y * steps.y + x * steps.x + channel * steps.channel] = upper * (1 - partY) + lower * partY;
      }
    }
  }
}

function sizeOf({ count, shape, inputs }: ImageBatch, layout: ImageLayout): Size {
  const whole = shape.length === 2 ? (layout === "channels-last" ? [...shape, 1] : [1, ...shape]) : shape;
  const isLast = layout === "channels-last";
  const [height = 0, width = 0, channels = 0] = isLast ? whole : [...whole.slice(1), ...whole.slice(0, 1)];
  const length = height * width * channels;
  if (!(whole.length === 3 && length >= 1)) {
    throw new ShapeError(
      `augmentImages: needs images, of a shape [height, width, channels], got [${shape.join(", ")}]`,
    );
  }
  if (inputs.length !== count * length) {
    throw new ShapeError(
      `augmentImages: inputs needs ${count}×${length} values, ${shape.join("×")} for each image, got ${inputs.length}`,
    );
  }
  const steps = isLast
    ? { y: width * channels, x: channels, channel: 1 }
    : { y: width, x: 1, channel: height * width };
  return { height, width, channels, steps };
}
