import { flag, imageSize, oneOf, options, text } from "@reciprocal/guards";
import { type TrainOptions, trainRules } from "./train-options.js";

/** Options of `trainImages`. */
export interface TrainImagesOptions extends TrainOptions {
  /** For a folder: height and width that every image is brought to. Default: as they are, the same for all. */
  readonly size?: readonly [height: number, width: number];
  /** For a folder: one channel of luminance in place of red, green and blue. Default false. */
  readonly grayscale?: boolean;
  /** How images of another size are brought to that of the model, in prediction too: see `loadImageFolder`. Default `fill`. */
  readonly fit?: "fill" | "cover" | "contain";
  /** Color (as CSS writes it) behind transparent images and around `contain`, in prediction too. Default "black". */
  readonly background?: string;
  /** What is answered. Default "class". */
  readonly name?: string;
}

export const trainImagesOptions = options(
  () =>
    ({
      ...trainRules(),
      size: imageSize().optional(),
      grayscale: flag().optional(),
      fit: oneOf(["fill", "cover", "contain"]).default("fill"),
      background: text({ minLength: 1 }).default("black"),
      name: text({ minLength: 1 }).default("class"),
    }) satisfies Record<keyof TrainImagesOptions, unknown>,
);

/** As they were read. */
export type ImageChoices = ReturnType<typeof trainImagesOptions.read>;
