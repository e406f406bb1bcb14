import { enumerate, freezeDeep, parseJson, printable, quote, show } from "@reciprocal/guards";
import { kindOf, type Layer, settingRules } from "../kinds/index.js";
import type { Settings } from "../kinds/kind.js";
import { layerFields } from "../layer-fields.js";
import { matrixDigest } from "../matrix/digest.js";
import { isSource, type MatrixSource } from "../matrix/source.js";
import type { Network } from "../network.js";
import type { Shape } from "../shape.js";
import { validateNetwork } from "../validate-network.js";
import type { Digests } from "./bytes/matrix.js";
import { compareText } from "./compare-text.js";
import { FileFormatError } from "./error.js";
import { checkDigests, checkMadeEntries, checkRead } from "./made-matrices.js";
import { type DecodeOptions, decodeOptions, type MadeEntriesOptions } from "./options.js";
import type { Safetensors } from "./safetensors.js";
import { checkSeal, sealSafetensors } from "./sealed-safetensors.js";
import type { Tensor } from "./tensor.js";
import { newestVersion, saysShape, versionOf } from "./version.js";

/**
 * A network as the content of a safetensors file, which `encodeSafetensors` turns into bytes: every list of numbers and every matrix that it stores is a tensor named by its place
 * (`layers.0.lambdaIn`, `layers.0.phi.values`), float32, matrices with two sizes; masks are BOOL, selected places U32.
 * All else is JSON in the metadata `reciprocal.network`: the network with `{ "tensor": name }` in place of a tensor, and
 * beside every recipe or selection that a layer has the `digest` of what it makes; `reciprocal.version` is the version of
 * all this, that of the compact file; in version 1 the one size of `inputShape` stands there as `inputs`; and
 * `reciprocal.digest` the SHA-256 of all of it, as `sealSafetensors` says. Equal networks give equal bytes.
 *
 * @param network - what to write; not modified
 * @returns the arrays of the network, not copies
 * @throws {RangeError} for more than `maxEntries` entries of matrices that are not stored
 * @throws {TypeError} for an unknown option
 * @throws as `validateNetwork`, and as `materialize` for a recipe that makes no matrix of finite numbers
 *
 * @example
 * import { createNetwork, encodeSafetensors, toSafetensors } from "@reciprocal/network";
 *
 * const content = toSafetensors(createNetwork({ inputShape: 784, layers: [{ kind: "dense", units: 10 }] }));
 * const bytes = encodeSafetensors(content); // write them to a file such as digits.safetensors
 * console.log(Object.keys(content.tensors), bytes.length > 0);
 * // => [ 'layers.0.bias', 'layers.0.kernel' ] true
 */
export function toSafetensors(network: Network, options: MadeEntriesOptions = {}): Safetensors {
  validateNetwork(network);
  checkMadeEntries("toSafetensors", network, options);
  const version = versionOf(network);
  const { tensors, structure } = takeNumbers(network, { version, digestOf: matrixDigest });
  return sealSafetensors({
    tensors,
    metadata: {
      "reciprocal.network": JSON.stringify(structure),
      "reciprocal.version": String(version),
    },
  });
}

/** The tensors of a network by their places, and all else with their names instead of them. */
function takeNumbers(
  network: Network,
  { version, digestOf }: { version: number; digestOf?: (source: MatrixSource) => string },
): { tensors: Record<string, Tensor>; structure: unknown } {
  const tensors: Record<string, Tensor> = {};

  const shapes = new Map<unknown, Readonly<Record<string, Shape>>>(
    network.layers.map((layer) => [layer, tensorShapes(layer)]),
  );
  const shapeIn = (parent: object, key: string): Shape | undefined =>
    key === "values" && isSource(parent) ? [parent.rows, parent.columns] : shapes.get(parent)?.[key];

  const take = (value: unknown, place: string, shape: Shape | undefined): unknown => {
    const tensor = toTensor(value, shape);
    if (tensor) {
      tensors[place] = tensor;
      return { tensor: place };
    }
    if (Array.isArray(value)) return value.map((item, index) => take(item, within(place, index), undefined));
    if (typeof value !== "object" || value === null) return value;
    const fields = Object.entries(value)
      .sort(([a], [b]) => compareText(a, b)) // equal networks may have their keys in another order
      .map(([key, item]) => [key, take(item, within(place, key), shapeIn(value, key))]);
    const digest = isMade(value, place) && digestOf ? { digest: digestOf(value) } : {};
    return { ...Object.fromEntries(fields), ...digest };
  };
  const { inputShape, ...rest } = network;
  const root = { ...rest, ...(saysShape(version) ? { inputShape } : { inputs: inputShape[0] }) };
  return { structure: take(root, "", undefined), tensors };
}

function within(place: string, key: string | number): string {
  return place === "" ? String(key) : `${place}.${key}`;
}

/** Whether a value is a matrix beside which its digest stands; what a matrix is selected from is not made for itself. */
function isMade(value: object, place: string): value is MatrixSource {
  return isSource(value) && !("values" in value) && !place.endsWith(".of");
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
 * `reciprocal.digest` is checked before anything else; older files do not have it. What the metadata say must be a network and
 * nothing else, and the tensors those that `toSafetensors` writes for it: none twice, none besides, with their types and
 * sizes. Texts of others, whose names do not begin with `reciprocal.`, are passed over.
 *
 * A matrix by recipe is made at once, for its digest, as by `decodeNetwork`: give a lower `maxEntries` for untrusted files.
 *
 * @param safetensors - its arrays become those of the network, not copies
 * @returns a network frozen as those of `createNetwork`
 * @throws {FileFormatError} for anything wrong with it, no network or one of a newer version included
 * @throws {TypeError} for an unknown option
 * @throws {RangeError} unless `maxEntries` is a number of at least 0
 *
 * @example
 * import { createNetwork, fromSafetensors, toSafetensors } from "@reciprocal/network";
 *
 * const content = toSafetensors(createNetwork({ inputShape: 784, layers: [{ kind: "dense", units: 10 }] }));
 * console.log(fromSafetensors(content).layers[0]!.kind); // of a file: fromSafetensors(decodeSafetensors(bytes))
 * // => dense
 */
export function fromSafetensors(safetensors: Safetensors, options: DecodeOptions = {}): Network {
  const where = "fromSafetensors";
  const { verify, maxEntries } = decodeOptions.read(where, options);
  const version = readVersion(where, safetensors);
  checkSeal(where, safetensors);
  const digests: Digests = new Map();
  const network = putNumbers(where, safetensors, { version, digests });
  checkRead(where, network, { version, maxEntries });
  checkTensors(where, takeNumbers(network, { version }).tensors, safetensors.tensors);
  if (verify) checkDigests(where, network, digests);
  return freezeDeep(network);
}

function readVersion(where: string, { metadata }: Safetensors): number {
  if (metadata["reciprocal.network"] === undefined) {
    throw new FileFormatError(
      `${where}: the metadata must have reciprocal.network, got ${enumerate(Object.keys(metadata)) || "none"}; was the file written by another tool?`,
    );
  }
  const version = metadata["reciprocal.version"];
  const known = Array.from({ length: newestVersion }, (_, index) => String(index + 1));
  if (version === undefined || !known.includes(version)) {
    // a network may mean something else there, even if everything that is known here is as it was
    throw new FileFormatError(
      `${where}: reciprocal.version must be ${known.join(" or ")}, got ${version === undefined ? "none" : quote(version)}; a newer version of this package may read it`,
    );
  }
  return Number(version);
}

/** What the metadata says, with the tensors that it names; whether that is a network is not known yet. */
function putNumbers(
  where: string,
  { tensors, metadata }: Safetensors,
  { version, digests }: { version: number; digests: Digests },
): Network {
  const put = (value: unknown, place: string): unknown => {
    if (typeof value !== "object" || value === null) return value;
    if (Array.isArray(value)) return value.map((item, index) => put(item, within(place, index)));
    if (Object.hasOwn(value, "tensor")) return tensorAt(where, place, value, tensors).data;
    const fields = Object.entries(value).map(([key, item]) => [key, put(item, within(place, key))] as const);
    const found: object = Object.fromEntries(fields);
    if (!(Object.hasOwn(found, "digest") && isMade(found, place))) return found;
    const { digest, ...source } = found as MatrixSource & { readonly digest: unknown };
    if (typeof digest !== "string") {
      throw new FileFormatError(`${where}: the digest of ${place} must be a text, got ${show(digest)}`);
    }
    digests.set(source, digest);
    return source;
  };
  const network = put(readStructure(where, metadata["reciprocal.network"]!), "");
  // whether it is one is checked next
  return (saysShape(version) ? network : withInputShape(where, network)) as Network;
}

function readStructure(where: string, text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    throw new FileFormatError(
      `${where}: reciprocal.network must be JSON: ${printable((error as Error).message)}`,
      { cause: error },
    );
  }
}

/** The tensor that stands at a place: it has the name of the place, so no tensor stands at two. */
function tensorAt(where: string, place: string, value: object, tensors: Safetensors["tensors"]): Tensor {
  const { tensor: name, ...others } = value as { readonly tensor: unknown };
  const [other] = Object.keys(others);
  if (other !== undefined) {
    throw new FileFormatError(`${where}: ${place} must be a tensor alone, got ${quote(other)} beside it`);
  }
  if (name !== place) {
    throw new FileFormatError(`${where}: the tensor of ${place} must have that name, got ${show(name)}`);
  }
  const tensor = Object.hasOwn(tensors, place) ? tensors[place] : undefined;
  if (!tensor) throw new FileFormatError(`${where}: the file must have a tensor ${place}`);
  return tensor;
}

/** What version 1 says, as it is said now; whether that is a network is not known yet. */
function withInputShape(where: string, network: unknown): unknown {
  if (typeof network !== "object" || network === null) return network;
  const { inputs, ...rest } = network as { inputs?: unknown };
  if ("inputShape" in rest) {
    throw new FileFormatError(`${where}: a network of version 1 must have inputs alone, got inputShape too`);
  }
  return { inputShape: [inputs], ...rest };
}

/** @throws {FileFormatError} unless the tensors are those that the network has, in the same form, and no others */
function checkTensors(where: string, needed: Safetensors["tensors"], found: Safetensors["tensors"]): void {
  const others = Object.keys(found).filter((name) => !Object.hasOwn(needed, name));
  if (others.length > 0) {
    throw new FileFormatError(
      `${where}: the file must have no tensors but those of the network, got ${enumerate(others)}`,
    );
  }
  for (const [name, { dtype, shape }] of Object.entries(needed)) {
    const form = `${dtype} of [${shape.join(", ")}]`;
    const tensor = found[name]!; // putNumbers found it
    const got = `${tensor.dtype} of [${tensor.shape.join(", ")}]`;
    if (got !== form) throw new FileFormatError(`${where}: ${name} must be ${form}, got ${got}`);
  }
}
