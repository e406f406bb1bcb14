import { expect, it } from "vitest";
import * as pruning from "./index.js";

it("exports these names", () => {
  expect(Object.keys(pruning).sort()).toMatchInlineSnapshot(`
    [
      "atRandom",
      "bake",
      "byActivation",
      "byEigenvalue",
      "byLossEffect",
      "byMagnitude",
      "byWeightNorm",
      "cubicPercentiles",
      "forwardSparse",
      "history",
      "inputLayer",
      "linearPercentiles",
      "mask",
      "networkOf",
      "networkSize",
      "nodeLayers",
      "permutationImportance",
      "precisionAtK",
      "pruneAfterTraining",
      "pruneBeforeTraining",
      "pruneInSteps",
      "rankInputs",
      "relativeScores",
      "relevanceChart",
      "relevancePicture",
      "selectInputs",
      "shrink",
      "sparseSize",
      "toSparse",
      "trainSparse",
      "undo",
    ]
  `);
});
