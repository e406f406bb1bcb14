import { freezeDeep } from "@reciprocal/guards";
import { kindOf, type Layer, settingRules } from "../kinds/index.js";
import type { Settings } from "../kinds/kind.js";
import { layerFields } from "../layer-fields.js";
import { matrixDigest } from "../matrix/digest.js";
import { isSource } from "../matrix/source.js";
import type { Network } from "../network.js";
import type { Shape } from "../shape.js";
import { validateNetwork } from "../validate-network.js";
import type { Digests } from "./bytes/matrix.js";
import { compareText } from "./compare-text.js";
import { FileFormatError } from "./error.js";
import { checkDigests, checkMadeEntries, checkRead } from "./made-matrices.js";
import { type DecodeOptions, decodeOptions, type MadeEntriesOptions } from "./options.js";
import type { Safetensors } from "./safetensors.js";
import type { Tensor } from "./tensor.js";
import { newestVersion, saysShape, versionOf } from "./version.js";

/**
 * A network as the content of a safetensors file, which `encodeSafetensors` turns into bytes: every list of numbers and every matrix that it stores is a tensor named by its place
 * (`layers.0.lambdaIn`, `layers.0.phi.values`), float32, matrices with two sizes; masks are BOOL, selected places U32.
 * All else is JSON in the metadata `reciprocal.network`: the network with `{ "tensor": name }` in place of a tensor, and
 * beside every recipe or selection that a layer has the `digest` of what it makes; `reciprocal.version` is the version of
 * all this, that of the compact file; in version 1 the one size of `inputShape` stands there as `inputs`. Equal networks give equal bytes.
 *
 * @returns the arrays of the network, not copies
 * @throws {RangeError} for more than `maxEntries` entries of matrices that are not stored
 * @throws {TypeError} for an unknown option
 * @throws as `validateNetwork`, and as `materialize` for a recipe that makes no matrix of finite numbers
 */
export function toSafetensors(network: Network, options: MadeEntriesOptions = {}): Safetensors {
  validateNetwork(network);
  checkMadeEntries("toSafetensors", network, options);
  const tensors: Record<string, Tensor> = {};

  const shapes = new Map<unknown, Readonly<Record<string, Shape>>>(
    network.layers.map((layer) => [layer, tensorShapes(layer)]),
  );
  const shapeIn = (parent: object, key: string): Shape | undefined =>
    key === "values" && isSource(parent) ? [parent.rows, parent.columns] : shapes.get(parent)?.[key];

  const takeNumbers = (value: unknown, place: string, shape: Shape | undefined): unknown => {
    const tensor = toTensor(value, shape);
    if (tensor) {
      tensors[place] = tensor;
      return { tensor: place };
    }
    if (Array.isArray(value))
      return value.map((item, index) => takeNumbers(item, `${place}.${index}`, undefined));
    if (typeof value !== "object" || value === null) return value;
    const start = place === "" ? "" : `${place}.`;
    const fields = Object.entries(value)
      .sort(([a], [b]) => compareText(a, b)) // equal networks may have their keys in another order
      .map(([key, item]) => [key, takeNumbers(item, start + key, shapeIn(value, key))]);
    // what a matrix is selected from is not made for itself
    const isMade = isSource(value) && !("values" in value) && !place.endsWith(".of");
    return { ...Object.fromEntries(fields), ...(isMade && { digest: matrixDigest(value) }) };
  };
  const { inputShape, ...rest } = network;
  const version = versionOf(network);
  const structure = takeNumbers(
    { ...rest, ...(saysShape(version) ? { inputShape } : { inputs: inputShape[0] }) },
    "",
    undefined,
  );
  return {
    tensors,
    metadata: {
      "reciprocal.network": JSON.stringify(structure),
      "reciprocal.version": String(version),
    },
  };
}

/** The shapes of everything that a layer has which is a tensor. */
function tensorShapes(layer: Layer): Readonly<Record<string, Shape>> {
  const kind = kindOf("toSafetensors", layer);
  const bits = settingRules(kind).flatMap(([name, rule]) =>
    rule.storage === "bits" ? [[name, rule.shape(layer as Settings<Layer>)] as const] : [],
  );
  return Object.fromEntries([
    ...bits,
    ...layerFields(layer).map(({ name, shape }) => [name, shape] as const),
  ]);
}

function toTensor(data: unknown, shape?: Shape): Tensor | undefined {
  if (data instanceof Float32Array) return { dtype: "F32", shape: shape ?? [data.length], data };
  if (data instanceof Uint8Array) return { dtype: "BOOL", shape: shape ?? [data.length], data };
  if (data instanceof Uint32Array) return { dtype: "U32", shape: shape ?? [data.length], data };
  return undefined;
}

/**
 * The network that `toSafetensors` made this of: `fromSafetensors(decodeSafetensors(bytes))`. Files of other tools hold no
 * network: take `denseFromSafetensors`.
 *
 * A matrix by recipe is made at once, for its digest, as by `decodeNetwork`: give a lower `maxEntries` for untrusted files.
 *
 * @param safetensors - its arrays become those of the network, not copies
 * @returns a network frozen as those of `createNetwork`
 * @throws {FileFormatError} for anything wrong with it, no network or one of a newer version included
 * @throws {TypeError} for an unknown option
 * @throws {RangeError} unless `maxEntries` is a number of at least 0
 */
export function fromSafetensors(safetensors: Safetensors, options: DecodeOptions = {}): Network {
  const where = "fromSafetensors";
  const { verify, maxEntries } = decodeOptions.read(where, options);
  const digests: Digests = new Map();
  const { network, version } = putNumbers(where, safetensors, digests);
  checkRead(where, network, { version, maxEntries });
  if (verify) checkDigests(where, network, digests);
  return freezeDeep(network);
}

/** What the metadata says, with the tensors that it names; whether that is a network is not known yet. */
function putNumbers(
  where: string,
  { tensors, metadata }: Safetensors,
  digests: Digests,
): { network: Network; version: number } {
  const text = metadata["reciprocal.network"];
  if (text === undefined) {
    throw new FileFormatError(
      `${where}: the metadata must have reciprocal.network, got ${Object.keys(metadata).join(", ") || "none"}; was the file written by another tool?`,
    );
  }
  const version = metadata["reciprocal.version"];
  const known = Array.from({ length: newestVersion }, (_, index) => String(index + 1));
  if (version === undefined || !known.includes(version)) {
    // a network may mean something else there, even if everything that is known here is as it was
    throw new FileFormatError(
      `${where}: reciprocal.version must be ${known.join(" or ")}, got ${version ?? "none"}; a newer version of this package may read it`,
    );
  }
  try {
    const network: unknown = JSON.parse(text, (_, value: unknown) => {
      if (typeof value !== "object" || value === null) return value;
      if ("tensor" in value) {
        const tensor = tensors[String(value.tensor)];
        if (!tensor)
          throw new FileFormatError(`${where}: the file must have a tensor ${String(value.tensor)}`);
        return tensor.data;
      }
      if (!("digest" in value && isSource(value))) return value;
      const { digest, ...source } = value;
      digests.set(source, String(digest));
      return source;
    });
    const shaped = saysShape(Number(version)) ? network : withInputShape(network);
    return { network: shaped as Network, version: Number(version) };
  } catch (error) {
    if (error instanceof FileFormatError) throw error;
    throw new FileFormatError(`${where}: reciprocal.network must be JSON: ${(error as Error).message}`, {
      cause: error,
    });
  }
}

/** What version 1 says, as it is said now; whether that is a network is not known yet. */
function withInputShape(network: unknown): unknown {
  if (typeof network !== "object" || network === null) return network;
  const { inputs, ...rest } = network as { inputs?: unknown };
  return { inputShape: [inputs], ...rest };
}
