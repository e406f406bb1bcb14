import { expect, it } from "vitest";
import * as training from "./index.js";

it("exports these names and no others", () => {
  expect(Object.keys(training).sort()).toEqual([
    "ConvergenceError",
    "FileFormatError",
    "ShapeError",
    "cosineSchedule",
    "createTrainer",
    "decodeCheckpoint",
    "encodeCheckpoint",
    "evaluate",
    "fit",
    "fitEpochs",
    "loadEngine",
    "predict",
    "stepSchedule",
    "warmupSchedule",
  ]);
});
