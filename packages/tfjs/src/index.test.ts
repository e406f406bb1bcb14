import { expect, it } from "vitest";
import * as tfjs from "./index.js";

it("exports these names and no others", () => {
  expect(Object.keys(tfjs).sort()).toEqual([
    "AdamaxOptimizer",
    "ModelFileError",
    "QrDense",
    "SparseDense",
    "SpectralDense",
    "SvdDense",
    "adamax",
    "folderHandler",
    "fromLayersModel",
    "installFastKernels",
    "qrDense",
    "registerLayers",
    "removeFastKernels",
    "setTrained",
    "sparseDense",
    "spectralDense",
    "startWasm",
    "svdDense",
    "toDenseLayersModel",
    "toLayersModel",
  ]);
});
