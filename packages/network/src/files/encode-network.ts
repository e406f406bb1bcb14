import type { Network } from "../network.js";
import { layerLabel, validateNetwork } from "../validate-network.js";
import { checkMadeSizes } from "./internal/check-made-sizes.js";
import { ByteWriter } from "./internal/byte-writer.js";
import { checkSpectra } from "./internal/check-spectra.js";
import { spectraCodes } from "./internal/codes.js";
import { writeLayer } from "./internal/layer-bytes.js";
import { sealFile } from "./internal/sealed-file.js";
import type { SpectraFormat } from "./spectra-format.js";

export interface EncodeOptions {
  /**
   * How eigenvalues, s and biases are stored; default `float32`, exactly. `float16` halves their bytes and rounds them;
   * kernels, R and stored φ stay float32.
   */
  readonly spectra?: SpectraFormat;
}

/**
 * A network as the bytes of a compact file, usually called `.rcp`: the numbers that it stores, and for every matrix that
 * a recipe makes the recipe with the SHA-256 of what it makes, instead of the numbers. Equal networks give equal bytes.
 * `decodeNetwork` reads them; the page "File format" of the documentation tells what every byte is.
 *
 * The digests need the matrices: those that were not made yet are made here.
 *
 * @returns a new array
 * @throws {TypeError} for an unknown option or format
 * @throws {RangeError} for a number too large for float16, a matrix of more than 2²⁸ entries by recipe, or a file of
 *   4 GiB and more
 * @throws as `validateNetwork`, and as `materialize` for a recipe that makes no matrix of finite numbers
 */
export function encodeNetwork(network: Network, options: EncodeOptions = {}): Uint8Array {
  const spectra = checkSpectra("encodeNetwork", options);
  validateNetwork(network);
  checkMadeSizes(network);
  const { inputShape, layers } = network;
  const isList = inputShape.length === 1;
  const writer = new ByteWriter();
  writer.u8(spectraCodes[spectra]);
  if (!isList) writer.u32(inputShape.length, "encodeNetwork: the sizes of inputShape");
  for (const size of inputShape) writer.u32(size, "encodeNetwork: inputShape");
  writer.u32(layers.length, "encodeNetwork: the number of layers");
  layers.forEach((layer, index) => {
    writeLayer(writer, layer, { where: `encodeNetwork: ${layerLabel(layer, index)}`, spectra });
  });
  return sealFile("RCPN", writer, isList ? 1 : 2);
}
