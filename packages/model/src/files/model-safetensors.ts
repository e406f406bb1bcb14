import {
  canonicalJson,
  type DecodeOptions,
  fromSafetensors,
  type MadeEntriesOptions,
  parseCanonicalJson,
  type Safetensors,
  sealSafetensors,
  toSafetensors,
} from "@reciprocal/network";
import { type Model, readModel } from "../model.js";
import { modelData, modelOf } from "./model-data.js";

const key = "reciprocal.model";

/**
 * A model as the content of a safetensors file: `toSafetensors` of its network, and all else as canonical JSON in the
 * metadata `reciprocal.model`, which the digest covers. `fromSafetensors` reads the network of it.
 *
 * @returns the arrays of the network, not copies
 * @throws as `createModel` and `toSafetensors`
 */
export function modelToSafetensors(model: Model, options: MadeEntriesOptions = {}): Safetensors {
  const checked = readModel("modelToSafetensors", model);
  const { tensors, metadata } = toSafetensors(checked.network, options);
  return sealSafetensors({
    tensors,
    metadata: { ...metadata, [key]: canonicalJson(key, modelData(checked)) },
  });
}

/**
 * The model that `modelToSafetensors` made this of.
 *
 * @throws {FileFormatError} for anything wrong with it, and for a network without what a model needs
 * @throws {TypeError} for an unknown option
 */
export function modelFromSafetensors(safetensors: Safetensors, options: DecodeOptions = {}): Model {
  const where = "modelFromSafetensors";
  const network = fromSafetensors(safetensors, options);
  const json = safetensors.metadata[key];
  return modelOf(
    where,
    network,
    json === undefined ? undefined : parseCanonicalJson(`${where}: ${key}`, json),
  );
}
