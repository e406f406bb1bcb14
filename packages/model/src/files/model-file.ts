import { limit, oneOf, options as table, type OptionTable } from "@reciprocal/guards";
import {
  type DecodeOptions,
  decodeNetworkWithData,
  encodeNetwork,
  type EncodeOptions,
} from "@reciprocal/network";
import { type Model, readModel } from "../model.js";
import { modelData, modelOf } from "./model-data.js";

// the defaults are those of encodeNetwork
const encodeOptions = table(
  () =>
    ({
      spectra: oneOf(["float32", "float16"]).optional(),
      maxEntries: limit({ min: 0 }).optional(),
    }) satisfies OptionTable<EncodeOptions>,
);

/**
 * A model as the bytes of a file, usually called `.rcp`: the file of its network, with all else as plain data after the
 * layers. `decodeNetwork` reads the network of it. Equal models give equal bytes.
 *
 * @param model - what to write; not modified
 * @returns a new array
 * @throws as `createModel` and `encodeNetwork`
 */
export function encodeModel(model: Model, options: EncodeOptions = {}): Uint8Array {
  const given = encodeOptions.read("encodeModel", options);
  const checked = readModel("encodeModel", model);
  return encodeNetwork(checked.network, { ...given, data: modelData(checked) });
}

/**
 * The model in the bytes of a file of `encodeModel`. Every field is checked before it is believed, as `createModel` does;
 * the network as by `decodeNetwork`, so give a lower `maxEntries` for untrusted files.
 *
 * @param bytes - not modified, not kept
 * @returns frozen
 * @throws {FileFormatError} for anything wrong with the bytes, and for a network without what a model needs
 * @throws {TypeError} unless `bytes` is a Uint8Array, and for an unknown option
 *
 * @example
 * import { createModel, decodeModel, encodeModel } from "@reciprocal/model";
 * import { createNetwork } from "@reciprocal/network";
 *
 * const network = createNetwork({ inputShape: 4, layers: [{ kind: "spectral", units: 1 }] });
 * const output = { kind: "number", name: "price", mean: 100, deviation: 20 } as const;
 * const bytes = encodeModel(createModel({ network, input: { kind: "numbers" }, output }));
 * console.log(decodeModel(bytes).output);
 * // => { kind: 'number', name: 'price', mean: 100, deviation: 20 }
 */
export function decodeModel(bytes: Uint8Array, options: DecodeOptions = {}): Model {
  const { network, data } = decodeNetworkWithData(bytes, options);
  return modelOf("decodeModel", network, data);
}
