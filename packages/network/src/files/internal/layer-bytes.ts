import type { MatrixSource } from "../../matrix-source.js";
import type { Layer, MappingLayer } from "../../network.js";
import { trainableFlags } from "../../validate-network.js";
import type { SpectraFormat } from "../spectra-format.js";
import { packBits, readBits } from "./bits.js";
import type { ByteReader } from "./byte-reader.js";
import type { ByteWriter } from "./byte-writer.js";
import type { Digests } from "./check-digests.js";
import { activationCodes, layerCodes, readCode } from "./codes.js";
import { readField, writeField } from "./field-bytes.js";
import { type Field, layerFields, trainableFields } from "./layer-fields.js";

/** What a layer may or may not have; the n-th is the n-th bit of a byte of flags. */
const optional = ["bias", "sparsity", "mask"] as const;

export function writeLayer(
  writer: ByteWriter,
  layer: Layer,
  { where, spectra }: { where: string; spectra: SpectraFormat },
): void {
  writer.u8(layerCodes[layer.kind]);
  if (layer.kind === "activation") {
    writer.u8(activationCodes[layer.activation]);
    return;
  }
  writer.u32(layer.outputs, `${where}: outputs`);
  writer.bytes(packBits(optional.map((name) => Number(layer[name] !== undefined))));
  writer.bytes(packTrainable(layer));
  if (layer.sparsity !== undefined) writer.f64(layer.sparsity);
  if (layer.mask) writer.bytes(packBits(layer.mask));
  for (const field of layerFields[layer.kind]) writeField(writer, field, { layer, spectra, where });
}

/** @param inputs - the numbers per sample that arrive at the layer */
export function readLayer(
  reader: ByteReader,
  {
    index,
    inputs,
    spectra,
    digests,
  }: { index: number; inputs: number; spectra: SpectraFormat; digests: Digests },
): Layer {
  const kind = readCode(reader, `layer ${index}: kind`, layerCodes);
  const where = `layer ${index} (${kind})`;
  if (kind === "activation") {
    return { kind, activation: readCode(reader, `${where}: activation`, activationCodes) };
  }
  const size = { inputs, outputs: reader.u32(`${where}: outputs`) };
  const flags = readBits(reader, `the flags of ${where}`, optional.length);
  const has = (name: (typeof optional)[number]) => flags[optional.indexOf(name)] === 1;
  const trainable = readTrainable(reader, where, kind);
  const sparsity = has("sparsity") && { sparsity: reader.f64(`${where}: sparsity`) };
  const mask = has("mask") && { mask: readBits(reader, `${where}: mask`, inputs * size.outputs) };
  const contents = layerFields[kind]
    .filter(({ name }) => name !== "bias" || has("bias"))
    .map((field) => [field.name, readField(reader, field, { size, spectra, where, digests })] as const);
  return toLayer({ kind, ...size, ...Object.fromEntries(contents), ...sparsity, ...mask, trainable });
}

/** One byte: a bit for every group of numbers that training may change, bias last. */
export function packTrainable(layer: MappingLayer): Uint8Array {
  const flags = trainableFlags(layer);
  return packBits(
    trainableFields(layer.kind).map(({ name }) => Number(flags[name as keyof typeof flags] === true)),
  );
}

export function readTrainable(
  reader: ByteReader,
  where: string,
  kind: MappingLayer["kind"],
): Record<string, boolean> {
  const fields = trainableFields(kind);
  const bits = readBits(reader, `the trainable flags of ${where}`, fields.length);
  return Object.fromEntries(fields.map(({ name }, index) => [name, bits[index] === 1]));
}

/** The compiler cannot see that these are the fields of the kind; `validateNetwork` checks it. */
function toLayer(
  layer: Pick<MappingLayer, "kind" | "inputs" | "outputs"> &
    Partial<Record<Field["name"], Float32Array | MatrixSource>> & { trainable: Record<string, boolean> },
): Layer {
  return layer as unknown as Layer;
}
