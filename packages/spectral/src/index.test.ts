import { expect, it } from "vitest";
import * as spectral from "./index.js";

it("exports these names and no others", () => {
  expect(Object.keys(spectral).sort()).toMatchInlineSnapshot(`
    [
      "ConvergenceError",
      "Random",
      "ShapeError",
      "deriveSeed",
      "eigenvalues",
      "eigenvectors",
      "epochOrder",
      "fromCsr",
      "fromTransferOperator",
      "inverseEigenvectors",
      "magnitudeThreshold",
      "maskedCount",
      "multiplyCsr",
      "orthonormalFactor",
      "parameterCount",
      "randomNormal",
      "randomOrthonormal",
      "randomPermutation",
      "randomSigns",
      "randomUniform",
      "singularValues",
      "spectralKernel",
      "spectralKernelValues",
      "svd",
      "thinLq",
      "thinQr",
      "toCsr",
      "transferOperator",
    ]
  `);
});
