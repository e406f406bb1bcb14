import { expect, it } from "vitest";
import * as network from "./index.js";

it("exports these names", () => {
  expect(Object.keys(network).sort()).toMatchInlineSnapshot(`
    [
      "ConvergenceError",
      "FileFormatError",
      "ShapeError",
      "activations",
      "applyActivation",
      "applyPatch",
      "countParameters",
      "createNetwork",
      "decodeNetwork",
      "denseFromSafetensors",
      "diffNetworks",
      "encodeNetwork",
      "formatSummary",
      "forward",
      "fromDense",
      "layerKernel",
      "materialize",
      "matrixDigest",
      "networkFromSafetensors",
      "networkFromText",
      "networkToSafetensors",
      "networkToText",
      "packTriangle",
      "parameters",
      "phiValues",
      "readSafetensors",
      "submatrix",
      "summary",
      "toDense",
      "trainableParameters",
      "triangleOf",
      "unpackTriangle",
      "validateNetwork",
      "withParameters",
      "withTrainable",
      "writeSafetensors",
    ]
  `);
});
