import { freezeDeep } from "../internal/freeze-deep.js";
import { isMapping } from "../layer-shapes.js";
import type { Layer, Network } from "../network.js";
import { shapeSize } from "../shape.js";
import { checkDecodeOptions } from "./internal/check-decode-options.js";
import { checkDigests, type Digests } from "./internal/check-digests.js";
import { checkRead } from "./internal/check-read.js";
import { readCode, spectraCodes } from "./internal/codes.js";
import { readLayer } from "./internal/layer-bytes.js";
import { openFile } from "./internal/sealed-file.js";

export interface DecodeOptions {
  /**
   * Make every matrix that the file names by its recipe and compare its digest; default true. `false` reads in
   * milliseconds, and a matrix is made when it is first used; that it is the one that was trained with is then not checked.
   */
  readonly verify?: boolean;
  /**
   * Entries that all matrices which a file does not store may have together; a file that asks for more is refused before
   * any is made. Where rows and columns are selected from a matrix, all of it counts. Default Infinity: only the bound of
   * 2²⁸ for each. Set it for files of strangers.
   */
  readonly mostEntries?: number;
}

/**
 * The network in the bytes of a compact file. Length and SHA-256 of the file are checked before anything else is believed,
 * every size against the bytes that are left before anything is allocated, and the network by `validateNetwork`. Numbers
 * that are NaN or infinite are refused.
 *
 * A matrix by recipe is made at once, for its digest, and kept for `materialize`. Less than 200 bytes can ask for 2²⁸
 * entries, which may take hours, and every layer for as many again: give `mostEntries` for files of strangers. With
 * `verify: false` nothing is made here, but whoever uses the network makes it then.
 *
 * @param bytes - not modified, not kept
 * @returns a network of its own arrays, frozen as those of `createNetwork`
 * @throws {FileFormatError} for anything wrong with the bytes, a newer version included
 * @throws {TypeError} unless `bytes` is a Uint8Array, and for an unknown option
 * @throws {RangeError} unless `mostEntries` is a number of at least 0
 */
export function decodeNetwork(bytes: Uint8Array, options: DecodeOptions = {}): Network {
  const where = "decodeNetwork";
  checkDecodeOptions(where, options);
  const { reader, version } = openFile(where, "RCPN", bytes);
  const spectra = readCode(reader, "the format of spectra", spectraCodes);
  // version 1 has one size and no word of how many there are
  const sizes = version === 1 ? 1 : reader.u32("the sizes of inputShape");
  const inputShape = [...reader.u32s("inputShape", sizes)];
  const count = reader.u32("the number of layers");
  const layers: Layer[] = [];
  const digests: Digests = new Map();
  let width = shapeSize(inputShape);
  for (let index = 0; index < count; index++) {
    const layer = readLayer(reader, { index, inputs: width, spectra, digests });
    layers.push(layer);
    if (isMapping(layer)) width = layer.outputs;
  }
  reader.finish();
  const network = { inputShape, layers };
  checkRead(where, network, options.mostEntries);
  if (options.verify !== false) checkDigests(where, network, digests);
  return freezeDeep(network);
}
