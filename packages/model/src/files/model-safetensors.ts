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
 * @param model - what to write; not modified
 * @returns the arrays of the network, not copies
 * @throws as `createModel` and `toSafetensors`
 *
 * @example
 * import { createModel, modelToSafetensors } from "@reciprocal/model";
 * import { createNetwork } from "@reciprocal/network";
 *
 * const network = createNetwork({ inputShape: 4, layers: [{ kind: "dense", units: 1 }] });
 * const output = { kind: "number", name: "price", mean: 100, deviation: 20 } as const;
 * const { tensors } = modelToSafetensors(createModel({ network, input: { kind: "numbers" }, output }));
 * console.log(Object.keys(tensors));
 * // => [ 'layers.0.bias', 'layers.0.kernel' ]
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
 * @param safetensors - what `decodeSafetensors` of `@reciprocal/network` reads of a file; not modified
 * @returns frozen
 * @throws {FileFormatError} for anything wrong with it, and for a network without what a model needs
 * @throws {TypeError} for an unknown option
 *
 * @example
 * import { createModel, modelFromSafetensors, modelToSafetensors } from "@reciprocal/model";
 * import { createNetwork } from "@reciprocal/network";
 *
 * const network = createNetwork({ inputShape: 4, layers: [{ kind: "dense", units: 1 }] });
 * const output = { kind: "number", name: "price", mean: 100, deviation: 20 } as const;
 * const content = modelToSafetensors(createModel({ network, input: { kind: "numbers" }, output }));
 * console.log(modelFromSafetensors(content).output.kind);
 * // => number
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
