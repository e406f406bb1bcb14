import { freezeDeep } from "@reciprocal/guards";
import { kindOf, type Layer } from "../kinds/index.js";
import type { Network } from "../network.js";
import type { Shape } from "../shape.js";
import { layerLabel, validateNetwork } from "../validate-network.js";
import { readCode, spectraCodes } from "./bytes/codes.js";
import { readData, writeData } from "./bytes/data.js";
import { readLayer, writeLayer } from "./bytes/layer.js";
import type { Digests } from "./bytes/matrix.js";
import { openFile, sealFile } from "./bytes/sealed-file.js";
import { ByteWriter } from "./bytes/writer.js";
import { checkDigests, checkMadeEntries, checkRead } from "./made-matrices.js";
import {
  type DecodeOptions,
  decodeOptions,
  type EncodeNetworkOptions,
  encodeNetworkOptions,
} from "./options.js";
import type { PlainData } from "./plain-data.js";
import { holdsData, saysShape, versionOf } from "./version.js";

/** What a compact file holds. */
export interface NetworkWithData {
  /** The network, frozen. */
  readonly network: Network;
  /** What was written with the network; absent if nothing was. */
  readonly data?: PlainData;
}

/**
 * A network as the bytes of a compact file, usually called `.rcp`: the numbers that it stores, and for every matrix that
 * a recipe makes the recipe with the SHA-256 of what it makes, instead of the numbers. Equal networks give equal bytes.
 * `decodeNetwork` reads them; the page "File format" of the documentation tells what every byte is.
 *
 * The digests need the matrices: those that were not made yet are made here.
 *
 * @param network - what to write; not modified
 * @returns a new array
 * @throws {TypeError} for an unknown option or format, and for data that JSON does not hold
 * @throws {RangeError} for a number too large for float16, more than `maxEntries` entries of matrices that are not stored, a
 *   file of 4 GiB and more, and data that is too deep, too long (16 MiB), or has a number that is not finite
 * @throws as `validateNetwork`, and as `materialize` for a recipe that makes no matrix of finite numbers
 *
 * @example
 * import { createNetwork, decodeNetwork, encodeNetwork } from "@reciprocal/network";
 *
 * const network = createNetwork({ inputShape: 784, layers: [{ kind: "spectral", units: 10 }] });
 * const bytes = encodeNetwork(network); // write them to a file such as digits.rcp
 * console.log(bytes.length, decodeNetwork(bytes).layers.length);
 * // => 3326 1
 */
export function encodeNetwork(network: Network, options: EncodeNetworkOptions = {}): Uint8Array {
  const { spectra, data, maxEntries } = encodeNetworkOptions.read("encodeNetwork", options);
  validateNetwork(network);
  checkMadeEntries("encodeNetwork", network, { maxEntries });
  const { inputShape, layers } = network;
  const version = versionOf(network, data !== undefined);
  const writer = new ByteWriter();
  writer.u8(spectraCodes[spectra]);
  if (saysShape(version)) writer.u32(inputShape.length, "encodeNetwork: the sizes of inputShape");
  for (const size of inputShape) writer.u32(size, "encodeNetwork: inputShape");
  writer.u32(layers.length, "encodeNetwork: the number of layers");
  layers.forEach((layer, index) => {
    writeLayer(writer, layer, { where: `encodeNetwork: ${layerLabel(layer, index)}`, spectra });
  });
  if (data !== undefined) writeData(writer, data, "encodeNetwork");
  return sealFile("RCPN", writer, version);
}

/**
 * The network in the bytes of a compact file; data that was written with it is checked and left out, see
 * `decodeNetworkWithData`. Length and SHA-256 of the file are checked before anything else is believed,
 * every size against the bytes that are left before anything is allocated, and the network by `validateNetwork`. Numbers
 * that are NaN or infinite are refused.
 *
 * A matrix by recipe is made at once, for its digest, and kept for `materialize`. Less than 200 bytes can ask for 2²⁸
 * entries, the limit for all matrices together, which may take hours: give a lower `maxEntries` for untrusted files. With
 * `verify: false` nothing is made here; it is made when the network is used.
 *
 * @param bytes - not modified, not kept
 * @returns a network of its own arrays, frozen as those of `createNetwork`
 * @throws {FileFormatError} for anything wrong with the bytes, a newer version included
 * @throws {TypeError} unless `bytes` is a Uint8Array, and for an unknown option
 * @throws {RangeError} unless `maxEntries` is a number of at least 0
 *
 * @example
 * import { createNetwork, decodeNetwork, encodeNetwork } from "@reciprocal/network";
 *
 * const bytes = encodeNetwork(createNetwork({ inputShape: 784, layers: [{ kind: "spectral", units: 10 }] }));
 * const network = decodeNetwork(bytes, { maxEntries: 1e6 }); // a limit, for files of others
 * console.log(network.layers[0]!.kind);
 * // => spectral
 */
export function decodeNetwork(bytes: Uint8Array, options: DecodeOptions = {}): Network {
  return readFile("decodeNetwork", bytes, options).network;
}

/**
 * The network in the bytes of a compact file, and the plain data that was written with it.
 *
 * @param bytes - not modified, not kept
 * @returns frozen, as by `decodeNetwork`; the data as well
 * @throws as `decodeNetwork`
 *
 * @example
 * import { createNetwork, decodeNetworkWithData, encodeNetwork } from "@reciprocal/network";
 *
 * const network = createNetwork({ inputShape: 784, layers: [{ kind: "spectral", units: 10 }] });
 * const bytes = encodeNetwork(network, { data: { trainedOn: "mnist" } });
 * console.log(decodeNetworkWithData(bytes).data);
 * // => { trainedOn: 'mnist' }
 */
export function decodeNetworkWithData(bytes: Uint8Array, options: DecodeOptions = {}): NetworkWithData {
  return readFile("decodeNetworkWithData", bytes, options);
}

function readFile(where: string, bytes: Uint8Array, options: DecodeOptions): NetworkWithData {
  const { verify, maxEntries } = decodeOptions.read(where, options);
  const { reader, version } = openFile(where, "RCPN", bytes);
  const spectra = readCode(reader, "the format of spectra", spectraCodes);
  // version 1 has one size and no word of how many there are
  const sizes = saysShape(version) ? reader.u32("the sizes of inputShape") : 1;
  const inputShape = [...reader.u32s("inputShape", sizes)];
  const count = reader.u32("the number of layers");
  const layers: Layer[] = [];
  const digests: Digests = new Map();
  let shape: Shape = inputShape;
  for (let index = 0; index < count; index++) {
    const layer = readLayer(reader, { index, input: shape, spectra, digests });
    layers.push(layer);
    // what was read is checked below, once it is a network
    shape = kindOf(where, layer).outputShape(layer, shape);
  }
  const data = holdsData(version) && !reader.isAtEnd ? readData(reader, where) : undefined;
  reader.finish();
  const network = { inputShape, layers };
  checkRead(where, network, { version, maxEntries });
  if (verify) checkDigests(where, network, digests);
  return freezeDeep(data === undefined ? { network } : { network, data });
}
