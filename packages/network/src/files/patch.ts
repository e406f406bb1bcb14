import { printable } from "@reciprocal/guards";
import { bytesToHex } from "@noble/hashes/utils.js";
import { fieldRules, kindOf, type Layer, settingRules } from "../kinds/index.js";
import { fieldContent } from "../layer-fields.js";
import { isSource } from "../matrix/source.js";
import type { Network } from "../network.js";
import { layerLabel, validateNetwork } from "../validate-network.js";
import { withLayers } from "../with-layers.js";
import { packBits, readBits, sameBytes } from "./bytes/bits.js";
import { readCode, spectraCodes } from "./bytes/codes.js";
import { readField, writeField } from "./bytes/field.js";
import { packTrainable, readTrainable, trainableFields } from "./bytes/layer.js";
import type { Digests } from "./bytes/matrix.js";
import { fileDigest, openFile, sealFile } from "./bytes/sealed-file.js";
import { ByteWriter } from "./bytes/writer.js";
import { encodeNetwork } from "./compact.js";
import { FileFormatError } from "./error.js";
import { checkRead } from "./made-matrices.js";
import { type EncodeOptions, encodeOptions, type MadeEntriesOptions, madeEntriesOptions } from "./options.js";

/**
 * What `changed` has and `base` has not, as the bytes of a patch, usually called `.rcpd`: every group of numbers that
 * differs in any bit, whole, and the trainable flags of every layer in which anything differs. `applyPatch` makes
 * `changed` of `base` and a patch, exactly with `spectra: "float32"`; the patch holds the digest of `base` (the SHA-256
 * that `encodeNetwork(base)` ends with) and fits no other network.
 *
 * The two must agree in everything that no training changes: sizes, kinds, activations, which layers have a bias, masks
 * and sparsity, and U, V, Q and φ if recipes make them. A φ that is stored, because it trained or came from elsewhere,
 * is a group of numbers like any other.
 *
 * Trainable flags count in the base, and so does rounding: if others have the base from a file with spectra as float16,
 * take what `decodeNetwork` gives of that file as base, here and for training.
 *
 * @param base - the network from which the receiver starts; not modified
 * @param changed - the network that it is to have; not modified
 * @returns a new array
 * @throws {RangeError} if they do not agree; the message names the layer
 * @throws as `encodeNetwork`
 *
 * @example
 * import { applyPatch, createNetwork, diffNetworks, withParameters } from "@reciprocal/network";
 *
 * const base = createNetwork({ inputShape: 784, layers: [{ kind: "spectral", units: 10 }] });
 * const lambdaOut = new Float32Array(10).fill(0.5);
 * const changed = withParameters(base, [{ layer: 0, name: "lambdaOut", values: lambdaOut }]);
 * const patch = diffNetworks(base, changed); // some bytes, in place of the whole network
 * console.log(patch.length, applyPatch(base, patch).layers.length);
 * // => 127 1
 */
export function diffNetworks(base: Network, changed: Network, options: EncodeOptions = {}): Uint8Array {
  const { spectra, maxEntries } = encodeOptions.read("diffNetworks", options);
  validateNetwork(changed);
  const digest = fileDigest(encodeNetwork(base, { maxEntries }));
  checkSame("inputShape", `[${base.inputShape.join(", ")}]`, `[${changed.inputShape.join(", ")}]`);
  checkSame("the number of layers", base.layers.length, changed.layers.length);
  const records: ByteWriter[] = [];
  base.layers.forEach((layer, index) => {
    const where = layerLabel(layer, index);
    const other = changed.layers[index]!;
    checkLayers(where, layer, other);
    // of the same kind, as was just checked
    const fields = trainableFields(layer);
    const groups = fields.filter((field) => !sameField(field, layer, other));
    const flags = packTrainable(other);
    if (groups.length === 0 && sameBytes(flags, packTrainable(layer))) return;
    const record = new ByteWriter();
    record.u32(index, "the place of a layer");
    record.bytes(flags);
    record.bytes(packBits(fields.map((field) => Number(groups.includes(field)))));
    for (const field of groups) {
      writeField(record, field, { layer: other, spectra, where: `diffNetworks: ${where}` });
    }
    records.push(record);
  });
  const writer = new ByteWriter();
  writer.bytes(digest);
  writer.u8(spectraCodes[spectra]);
  writer.u32(records.length, "the number of changed layers");
  for (const record of records) writer.bytes(record.finish());
  return sealFile("RCPD", writer, 1);
}

/**
 * The network that a patch of `diffNetworks` makes of its base; what the patch does not hold is shared with `base`.
 *
 * The digest of the base needs its matrices: those that were not made yet are made here.
 *
 * @param base - the network of which the patch was made; not modified
 * @param patch - not modified, not kept
 * @throws {FileFormatError} for a patch of another base, and for anything wrong with its bytes
 * @throws {TypeError} unless `patch` is a Uint8Array, and for an unknown option
 * @throws as `encodeNetwork` for the base
 *
 * @example
 * import { applyPatch, createNetwork, diffNetworks, withTrainable } from "@reciprocal/network";
 *
 * const base = createNetwork({ inputShape: 784, layers: [{ kind: "spectral", units: 10 }] });
 * const patch = diffNetworks(base, withTrainable(base, "all"));
 * const changed = applyPatch(base, patch);
 * console.log(changed.layers[0]!.kind);
 * // => spectral
 */
export function applyPatch(base: Network, patch: Uint8Array, options: MadeEntriesOptions = {}): Network {
  const where = "applyPatch";
  const { maxEntries } = madeEntriesOptions.read(where, options);
  const { reader } = openFile(where, "RCPD", patch);
  const needed = reader.bytes("the digest of the base", 32);
  const found = fileDigest(encodeNetwork(base, { maxEntries }));
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
    const fields = trainableFields(layer);
    if (fields.length === 0) throw reader.error(`${label} has no numbers`);
    const trainable = readTrainable(reader, label, layer);
    const isIn = readBits(reader, `the groups of ${label}`, fields.length);
    const contents = fields
      .filter((_, bit) => isIn[bit] === 1)
      .map((field) => {
        const [name, { isOptional }] = field;
        if (isOptional && !fieldContent(layer, name)) throw reader.error(`${label} has no ${name} to change`);
        return [name, readField(reader, field, { layer, spectra, where: label, digests })];
      });
    layers[index] = { ...layer, ...Object.fromEntries(contents), ...trainable } as Layer;
    next = index + 1;
  }
  reader.finish();
  if (digests.size > 0) throw reader.error("a matrix in a patch must be stored, got a recipe");
  const network = withLayers(base, layers);
  checkRead(where, network, { maxEntries });
  return network;
}

/** Refuses layers that differ in what a patch cannot change. */
function checkLayers(where: string, layer: Layer, other: Layer): void {
  checkSame(`${where}: kind`, layer.kind, other.kind);
  const kind = kindOf(where, layer);
  for (const [name, { storage }] of settingRules(kind)) {
    const [before, after] = [layer, other].map((one) => (one as unknown as Record<string, unknown>)[name]);
    if (storage === "sizes") {
      checkSame(`${where}: ${name}`, String(before), String(after));
      continue;
    }
    if (storage !== "bits") {
      checkSame(`${where}: ${name}`, before, after);
      continue;
    }
    checkSame(`${where}: ${name}`, presence(before), presence(after));
    if (before && !sameBytes(before as Uint8Array, after as Uint8Array)) throw different(`${where}: ${name}`);
  }
  for (const field of fieldRules(kind)) {
    const [name, rule] = field;
    const content = fieldContent(other, name);
    if (rule.isOptional)
      checkSame(`${where}: ${name}`, presence(fieldContent(layer, name)), presence(content));
    const isStored = !isSource(content) || "values" in content;
    if (rule.trains && isStored) continue;
    if (!sameField(field, layer, other)) throw different(`${where}: ${name}, which does not train,`);
  }
}

/** Bit for bit, so that −0 and 0 differ. */
function sameField(field: ReturnType<typeof fieldRules>[number], layer: Layer, other: Layer): boolean {
  if (fieldContent(layer, field[0]) === fieldContent(other, field[0])) return true;
  const [before, after] = [layer, other].map((layer) => {
    const writer = new ByteWriter();
    writeField(writer, field, { layer, spectra: "float32", where: "diffNetworks" });
    return writer.finish();
  });
  return sameBytes(before!, after!);
}

function presence(value: unknown): string {
  return value === undefined ? "absent" : "present";
}

function checkSame(what: string, needed: unknown, got: unknown): void {
  if (Object.is(needed, got)) return;
  throw new RangeError(
    `diffNetworks: ${what} must be ${printable(String(needed))}, as in the base, got ${printable(String(got))}`,
  );
}

function different(what: string): RangeError {
  return new RangeError(`diffNetworks: ${what} must be that of the base, got another`);
}
