import { integer, options, type OptionTable } from "@reciprocal/guards";
import { deriveSeed } from "@reciprocal/spectral";
import type { TrainTest } from "../dataset.js";
import { generateDigits } from "./generate-digits.js";

/** Options of `digits`. */
export interface DigitsOptions {
  /** Number of training images. Default 10,000. */
  readonly train?: number;
  /** Number of test images. Default 2,000. */
  readonly test?: number;
  /** Integer from 0 to 2^53 − 1. Default 0. */
  readonly seed?: number;
}

const table = options(
  () =>
    ({
      train: integer({ min: 1 }).default(10_000),
      test: integer({ min: 1 }).default(2_000),
      seed: integer({ min: 0 }).default(0),
    }) satisfies OptionTable<DigitsOptions>,
);

/**
 * Generated digits for training and testing, drawn by {@link generateDigits} from two unrelated seeds.
 *
 * @throws {TypeError} for an unknown option
 * @throws {RangeError} for a bad count or seed
 *
 * @example
 * import { digits } from "@reciprocal/datasets";
 *
 * const { train, test } = digits({ train: 100, test: 20 });
 * console.log(train.count, train.features, train.classes, test.count);
 * // => 100 784 10 20
 */
export function digits(given: DigitsOptions = {}): TrainTest {
  const { train, test, seed } = table.read("digits", given);
  return {
    train: generateDigits({ count: train, seed: deriveSeed(seed, "digits", "train"), name: "digits/train" }),
    test: generateDigits({ count: test, seed: deriveSeed(seed, "digits", "test"), name: "digits/test" }),
  };
}
