import { type Model, modelFromSafetensors, modelToSafetensors } from "@reciprocal/model";
import { decodeSafetensors, encodeSafetensors, FileFormatError } from "@reciprocal/network";
import { damagedSafetensors, damagedTexts } from "../damage/safetensors.js";
import { mustHold, type Target } from "../target.js";
import { checkNetwork, maxEntries, networkMemory } from "./check-network.js";
import { models } from "./models.js";

export const modelSafetensors: Target<Model> = {
  name: "model-safetensors",
  inputs: damagedSafetensors(
    Object.values(models).map((model) => encodeSafetensors(modelToSafetensors(model))),
    damagedTexts(["reciprocal.network", "reciprocal.model"]),
  ),
  read: (bytes) => modelFromSafetensors(decodeSafetensors(bytes), { verify: false, maxEntries }),
  permits: (error) => error instanceof FileFormatError,
  memory: networkMemory,
  check(model) {
    if (checkNetwork(model.network) === undefined) return;
    const again = encodeSafetensors(modelToSafetensors(model));
    const read = encodeSafetensors(modelToSafetensors(modelFromSafetensors(decodeSafetensors(again))));
    mustHold(Buffer.compare(read, again) === 0, "must be the same when read again");
  },
};
