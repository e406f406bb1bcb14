import type { Layer } from "./kinds/index.js";
import type { Shape } from "./shape.js";

/**
 * A feed-forward network as immutable plain data. Training, pruning, conversion and files are functions from
 * networks to networks; no function changes the arrays in place.
 */
export interface Network {
  /**
   * The shape of one sample: [n] for a list of n numbers, [height, width, channels] for an image. Wherever samples are
   * given as numbers they are row-major: of an image all channels of the first pixel, then those of the pixel to its
   * right, and the rows from top to bottom. A mapping takes them in this order, whatever the shape.
   */
  readonly inputShape: Shape;
  /** In the order in which a sample passes them; the outputs of one are the inputs of the next. */
  readonly layers: readonly Layer[];
}
