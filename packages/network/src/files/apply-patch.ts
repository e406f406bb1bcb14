import { bytesToHex } from "@noble/hashes/utils.js";
import { withLayers } from "../with-layers.js";
import type { Network } from "../network.js";
import { layerLabel } from "../validate-network.js";
import { encodeNetwork } from "./encode-network.js";
import { FileFormatError } from "./file-format-error.js";
import { readBits } from "./internal/bits.js";
import type { Digests } from "./internal/check-digests.js";
import { checkRead } from "./internal/check-read.js";
import { readCode, spectraCodes } from "./internal/codes.js";
import { readField } from "./internal/field-bytes.js";
import { readTrainable } from "./internal/layer-bytes.js";
import { trainableFields } from "./internal/layer-fields.js";
import { sameBytes } from "./internal/same-bytes.js";
import { fileDigest, openFile } from "./internal/sealed-file.js";

/**
 * The network that a patch of `diffNetworks` makes of its base; what the patch does not hold is shared with `base`.
 *
 * The digest of the base needs its matrices: those that were not made yet are made here.
 *
 * @param patch - not modified, not kept
 * @throws {FileFormatError} for a patch of another base, and for anything wrong with its bytes
 * @throws {TypeError} unless `patch` is a Uint8Array
 * @throws as `encodeNetwork` for the base
 */
export function applyPatch(base: Network, patch: Uint8Array): Network {
  const where = "applyPatch";
  const { reader } = openFile(where, "RCPD", patch);
  const needed = reader.bytes("the digest of the base", 32);
  const found = fileDigest(encodeNetwork(base));
  if (!sameBytes(needed, found)) {
    throw new FileFormatError(
      `${where}: the base must have the digest ${bytesToHex(needed)}, got ${bytesToHex(found)}; was the patch made from another network?`,
    );
  }
  const spectra = readCode(reader, "the format of spectra", spectraCodes);
  const count = reader.u32("the number of changed layers");
  const layers = [...base.layers];
  const digests: Digests = new Map();
  let next = 0;
  for (let record = 0; record < count; record++) {
    const index = reader.u32("the place of a layer");
    const layer = layers[index];
    if (!(index >= next && layer)) {
      throw reader.error(`the place of a layer must be from ${next} to ${layers.length - 1}, got ${index}`);
    }
    const label = layerLabel(layer, index);
    if (layer.kind === "activation") throw reader.error(`${label} has no numbers`);
    const trainable = readTrainable(reader, label, layer.kind);
    const fields = trainableFields(layer.kind);
    const isIn = readBits(reader, `the groups of ${label}`, fields.length);
    if (layer.bias === undefined && isIn.at(-1) === 1) throw reader.error(`${label} has no bias to change`);
    const contents = fields
      .filter((_, bit) => isIn[bit] === 1)
      .map((field) => [
        field.name,
        readField(reader, field, { size: layer, spectra, where: label, digests }),
      ]);
    layers[index] = { ...layer, ...Object.fromEntries(contents), trainable } as typeof layer;
    next = index + 1;
  }
  reader.finish();
  if (digests.size > 0) throw reader.error("a matrix in a patch must be stored, got a recipe");
  const network = withLayers(base, layers);
  checkRead(where, network);
  return network;
}
