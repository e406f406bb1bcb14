import type { Layer, MappingLayer, Network } from "../network.js";
import { layerLabel, validateNetwork } from "../validate-network.js";
import { encodeNetwork, type EncodeOptions } from "./encode-network.js";
import { packBits } from "./internal/bits.js";
import { ByteWriter } from "./internal/byte-writer.js";
import { checkSpectra } from "./internal/check-spectra.js";
import { spectraCodes } from "./internal/codes.js";
import { writeField } from "./internal/field-bytes.js";
import { fieldContent } from "./internal/field-content.js";
import { packTrainable } from "./internal/layer-bytes.js";
import { type Field, layerFields, trainableFields } from "./internal/layer-fields.js";
import { sameBytes } from "./internal/same-bytes.js";
import { fileDigest, sealFile } from "./internal/sealed-file.js";

/**
 * What `changed` has and `base` has not, as the bytes of a patch, usually called `.rcpd`: every group of numbers that
 * differs in any bit, whole, and the trainable flags of every layer in which anything differs. `applyPatch` makes
 * `changed` of `base` and a patch, exactly with `spectra: "float32"`; the patch holds the digest of `base` (the SHA-256
 * that `encodeNetwork(base)` ends with) and fits no other network.
 *
 * The two must agree in everything that no training changes: sizes, kinds, activations, which layers have a bias, masks
 * and sparsity, and U, V, Q and φ where recipes make them. A φ that is stored, because it trained or came from elsewhere,
 * is a group of numbers like any other.
 *
 * Trainable flags count in the base, and so does rounding: where others have the base from a file with spectra as float16,
 * take what `decodeNetwork` gives of that file as base, here and for training.
 *
 * @returns a new array
 * @throws {RangeError} where they do not agree; the message names the layer
 * @throws as `encodeNetwork`
 */
export function diffNetworks(base: Network, changed: Network, options: EncodeOptions = {}): Uint8Array {
  const spectra = checkSpectra("diffNetworks", options);
  validateNetwork(changed);
  const digest = fileDigest(encodeNetwork(base));
  checkSame("inputShape", `[${base.inputShape.join(", ")}]`, `[${changed.inputShape.join(", ")}]`);
  checkSame("the number of layers", base.layers.length, changed.layers.length);
  const records: ByteWriter[] = [];
  base.layers.forEach((layer, index) => {
    const where = layerLabel(layer, index);
    const other = changed.layers[index]!;
    checkLayers(where, layer, other);
    // of the same kind, as was just checked
    if (layer.kind === "activation" || other.kind === "activation") return;
    const groups = trainableFields(layer.kind).filter((field) => !sameField(field, layer, other));
    const flags = packTrainable(other);
    if (groups.length === 0 && sameBytes(flags, packTrainable(layer))) return;
    const record = new ByteWriter();
    record.u32(index, "the place of a layer");
    record.bytes(flags);
    record.bytes(packBits(trainableFields(layer.kind).map((field) => Number(groups.includes(field)))));
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

/** Refuses layers that differ in what a patch cannot change. */
function checkLayers(where: string, layer: Layer, other: Layer): void {
  checkSame(`${where}: kind`, layer.kind, other.kind);
  if (layer.kind === "activation" || other.kind === "activation") {
    checkSame(`${where}: activation`, activationOf(layer), activationOf(other));
    return;
  }
  checkSame(`${where}: outputs`, layer.outputs, other.outputs);
  checkSame(`${where}: sparsity`, layer.sparsity, other.sparsity);
  checkSame(`${where}: bias`, presence(layer.bias), presence(other.bias));
  checkSame(`${where}: mask`, presence(layer.mask), presence(other.mask));
  if (layer.mask && other.mask && !sameBytes(layer.mask, other.mask)) throw different(`${where}: mask`);
  for (const field of layerFields[layer.kind]) {
    const content = fieldContent(other, field);
    const isStored = content === undefined || !("rows" in content) || "values" in content;
    if (field.trains && isStored) continue;
    if (!sameField(field, layer, other)) throw different(`${where}: ${field.name}, which does not train,`);
  }
}

/** Bit for bit, so that −0 and 0 differ. */
function sameField(field: Field, layer: MappingLayer, other: MappingLayer): boolean {
  if (fieldContent(layer, field) === fieldContent(other, field)) return true;
  const [before, after] = [layer, other].map((layer) => {
    const writer = new ByteWriter();
    writeField(writer, field, { layer, spectra: "float32", where: "diffNetworks" });
    return writer.finish();
  });
  return sameBytes(before!, after!);
}

function activationOf(layer: Layer): string | undefined {
  return layer.kind === "activation" ? layer.activation : undefined;
}

function presence(value: unknown): string {
  return value === undefined ? "absent" : "present";
}

function checkSame(what: string, needed: unknown, got: unknown): void {
  if (Object.is(needed, got)) return;
  throw new RangeError(`diffNetworks: ${what} must be ${String(needed)}, as in the base, got ${String(got)}`);
}

function different(what: string): RangeError {
  return new RangeError(`diffNetworks: ${what} must be that of the base, got another`);
}
