import { expect, it } from "vitest";
import * as pruning from "./index.js";

it("exports these names", () => {
  expect(Object.keys(pruning).sort()).toMatchInlineSnapshot(`
    [
      "atRandom",
      "bake",
      "byEigenvalue",
      "byMagnitude",
      "byWeightNorm",
      "forwardSparse",
      "history",
      "inputLayer",
      "mask",
      "networkSize",
      "nodeLayers",
      "relativeScores",
      "selectInputs",
      "shrink",
      "sparseSize",
      "toSparse",
      "undo",
    ]
  `);
});
