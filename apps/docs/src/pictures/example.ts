import { spectralKernel } from "@reciprocal/spectral";
import { Matrix } from "ml-matrix";

/** The layer of the first pictures: three nodes to two, in numbers that one can check by hand. */
export const example = {
  phi: new Matrix([
    [1, -1, 0.5],
    [0.5, 2, -1],
  ]),
  lambdaIn: [2, 1, 0.5],
  lambdaOut: [0.5, -1],
  /** What the input nodes hold. */
  x: [1, 1, 2],
} as const;

export const inputs = example.lambdaIn.length;
export const outputs = example.lambdaOut.length;
export const kernel = spectralKernel(example.phi, example.lambdaIn, example.lambdaOut).to2DArray();
