import { mappingKinds, networksOf } from "@reciprocal/test-networks";
import { errorWith } from "@reciprocal/test-utils";
import "@tensorflow/tfjs-backend-cpu";
import { loadLayersModel } from "@tensorflow/tfjs-layers";
import { expect, it } from "vitest";
import { toDenseLayersModel } from "../conversion/to-dense-layers-model.js";
import { toLayersModel } from "../conversion/to-layers-model.js";
import { registerLayers } from "../register-layers.js";
import { adamax } from "../training/adamax.js";
import { temporaryFolder } from "../testing/temporary-folder.js";
import { folderHandler } from "./folder-handler.js";
import { ModelFileError } from "./model-file-error.js";

it("a model with layers of this package is loaded only after registerLayers, which the error names", async () => {
  const folder = await temporaryFolder();
  const networks = mappingKinds.map((kind) => networksOf(kind)["with a dynamic mask"]!);
  for (const network of networks) {
    await toLayersModel(network).save(folderHandler(folder));
    await expect(loadLayersModel(folderHandler(folder))).rejects.toThrow(
      errorWith(ModelFileError, "Unknown layer: @reciprocal/tfjs/registerLayers>"),
    );
  }
  const model = toDenseLayersModel(networks[0]!);
  model.compile({ optimizer: adamax(), loss: "meanSquaredError" });
  await model.save(folderHandler(folder), { includeOptimizer: true });
  await expect(loadLayersModel(folderHandler(folder))).rejects.toThrow(
    "Unknown layer: @reciprocal/tfjs/registerLayers>Adamax",
  );
  registerLayers();
  await expect(loadLayersModel(folderHandler(folder))).resolves.toBeDefined();
});
