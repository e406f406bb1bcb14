import { expect, it } from "vitest";
import * as network from "./index.js";

it("exports these names", () => {
  expect(Object.keys(network).sort()).toMatchInlineSnapshot(`
    [
      "ConvergenceError",
      "ShapeError",
      "activations",
      "applyActivation",
      "countParameters",
      "createNetwork",
      "formatSummary",
      "forward",
      "layerKernel",
      "materialize",
      "matrixDigest",
      "packTriangle",
      "parameters",
      "phiValues",
      "submatrix",
      "summary",
      "toDense",
      "trainableParameters",
      "triangleOf",
      "unpackTriangle",
      "validateNetwork",
      "withParameters",
      "withTrainable",
    ]
  `);
});
