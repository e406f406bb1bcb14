import { expect } from "vitest";
import { closeRelative, type CloseRelativeOptions } from "./close-relative.js";
import type { MatrixLike } from "./matrix-like.js";
import { orthonormal, type ToleranceOptions } from "./orthonormal.js";
import { reconstruct } from "./reconstruct.js";

expect.extend({ toBeCloseRelative: closeRelative, toBeOrthonormal: orthonormal, toReconstruct: reconstruct });

declare module "vitest" {
  // eslint-disable-next-line @typescript-eslint/no-unused-vars, @typescript-eslint/no-explicit-any -- the merged declaration must repeat vitest's own parameter
  interface Matchers<T = any> {
    /** A number, or each of an array: |received − expected| ≤ absolute + relative · |expected|. */
    toBeCloseRelative(expected: number | ArrayLike<number>, options?: CloseRelativeOptions): void;
    /** A matrix whose columns (rows, where it is wide) are orthonormal. */
    toBeOrthonormal(options?: ToleranceOptions): void;
    /** A list of matrices whose product is the given matrix. */
    toReconstruct(matrix: MatrixLike, options?: ToleranceOptions): void;
  }
}

export { countWork, expectLinear, growth, type Measured } from "./growth.js";
export { objectsIn, withField } from "./unknown-field.js";
export { type ErrorClass, errorWith } from "./error-with.js";
export { hasSmallDisks, type SmallDisk, smallDisk } from "./small-disk.js";
export type { CloseRelativeOptions, MatrixLike, ToleranceOptions };
