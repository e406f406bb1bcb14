import { checkOptions } from "../internal/check-options.js";
import { freezeDeep } from "../internal/freeze-deep.js";
import type { Layer, Network } from "../network.js";
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
}

/**
 * The network in the bytes of a compact file. Length and SHA-256 of the file are checked before anything else is believed,
 * every size against the bytes that are left before anything is allocated, and the network by `validateNetwork`. Numbers
 * that are NaN or infinite are refused.
 *
 * A matrix by recipe is made at once, for its digest, and kept for `materialize`. That costs what training it once did:
 * a file of k bytes may ask for matrices of k²/64 entries (2²⁸ at most), so take files of strangers with `verify: false`
 * and look at the sizes first.
 *
 * @param bytes - not modified, not kept
 * @returns a network of its own arrays, frozen as those of `createNetwork`
 * @throws {FileFormatError} for anything wrong with the bytes, a newer version included
 * @throws {TypeError} unless `bytes` is a Uint8Array, and for an unknown option
 */
export function decodeNetwork(bytes: Uint8Array, options: DecodeOptions = {}): Network {
  const where = "decodeNetwork";
  checkOptions(where, options, ["verify"]);
  const reader = openFile(where, "RCPN", bytes);
  const spectra = readCode(reader, "the format of spectra", spectraCodes);
  const inputs = reader.u32("inputs");
  const count = reader.u32("the number of layers");
  const layers: Layer[] = [];
  const digests: Digests = new Map();
  let width = inputs;
  for (let index = 0; index < count; index++) {
    const layer = readLayer(reader, { index, inputs: width, spectra, digests });
    layers.push(layer);
    if (layer.kind !== "activation") width = layer.outputs;
  }
  reader.finish();
  const network = { inputs, layers };
  checkRead(where, network);
  if (options.verify !== false) checkDigests(where, network, digests);
  return freezeDeep(network);
}
