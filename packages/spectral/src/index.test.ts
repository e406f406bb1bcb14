import { expect, it } from "vitest";
import * as spectral from "./index.js";

it("exports these names and no others", () => {
  expect(Object.keys(spectral).sort()).toMatchInlineSnapshot(`
    [
      "ConvergenceError",
      "Random",
      "ShapeError",
      "deriveSeed",
      "orthonormalFactor",
      "randomNormal",
      "randomOrthonormal",
      "randomPermutation",
      "randomSigns",
      "randomUniform",
    ]
  `);
});
