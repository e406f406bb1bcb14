import {
  type FieldName,
  fieldRules,
  kindOf,
  layerCodes,
  type Layer,
  type ParameterName,
  settingRules,
} from "../../kinds/index.js";
import type { FieldRule, SettingRule } from "../../kinds/kind.js";
import { type Shape, shapeSize } from "../../shape.js";
import { trainableFlags } from "../../validate-network.js";
import type { SpectraFormat } from "../options.js";
import { packBits, readBits } from "./bits.js";
import { readCode } from "./codes.js";
import { readField, writeField } from "./field.js";
import type { Digests } from "./matrix.js";
import type { ByteReader } from "./reader.js";
import type { ByteWriter } from "./writer.js";

type Named = [name: FieldName, rule: FieldRule<Layer>];
type Values = Record<string, unknown>;

/**
 * A layer: the byte of its kind; the settings that every layer of the kind has; a bit for everything that it may be
 * without; a bit for every field that may train; the other settings; the fields.
 */
export function writeLayer(
  writer: ByteWriter,
  layer: Layer,
  { where, spectra }: { where: string; spectra: SpectraFormat },
): void {
  const kind = kindOf(where, layer);
  const values = layer as unknown as Readonly<Values>;
  writer.u8(kind.code);
  for (const [name, rule] of settingRules(kind)) {
    if (rule.storage === "size") writer.u32(values[name] as number, `${where}: ${name}`);
    if (rule.storage === "choice") writer.u8(rule.codes[values[name] as string]!);
  }
  const optional = optionalNames(layer);
  if (optional.length > 0) {
    writer.bytes(packBits(optional.map((name) => Number(values[name] !== undefined))));
  }
  writer.bytes(packTrainable(layer));
  for (const [name, rule] of settingRules(kind)) {
    if (values[name] === undefined) continue;
    if (isNumber(rule)) writer.f64(values[name] as number);
    if (rule.storage === "bits") writer.bytes(packBits(values[name] as Uint8Array));
    if (rule.storage === "sizes") {
      for (const size of values[name] as readonly number[]) writer.u32(size, `${where}: ${name}`);
    }
  }
  for (const field of fieldRules(kind)) writeField(writer, field, { layer, spectra, where });
}

/** @param input - the shape of what arrives at the layer */
export function readLayer(
  reader: ByteReader,
  {
    index,
    input,
    spectra,
    digests,
  }: { index: number; input: Shape; spectra: SpectraFormat; digests: Digests },
): Layer {
  const kindName = readCode(reader, `layer ${index}: kind`, layerCodes);
  const where = `layer ${index} (${kindName})`;
  const layer: Values = { kind: kindName };
  const kind = kindOf(where, { kind: kindName });
  for (const [name, rule] of settingRules(kind)) {
    if (rule.storage === "arriving") layer[name] = shapeSize(input);
    if (rule.storage === "size") layer[name] = reader.u32(`${where}: ${name}`);
    if (rule.storage === "choice") layer[name] = readCode(reader, `${where}: ${name}`, rule.codes);
  }
  const optional = optionalNames(layer as unknown as Layer);
  const flags = optional.length > 0 ? readBits(reader, `the flags of ${where}`, optional.length) : [];
  const has = (name: string) => flags[optional.indexOf(name)] === 1;
  const trainable = readTrainable(reader, where, { kind: kindName });
  for (const [name, rule] of settingRules(kind)) {
    if (!has(name)) continue;
    if (isNumber(rule)) layer[name] = reader.f64(`${where}: ${name}`);
    if (rule.storage === "bits") {
      const count = shapeSize(rule.shape(layer));
      layer[name] = readBits(reader, `${where}: ${name}`, count);
    }
    if (rule.storage === "sizes") layer[name] = [...reader.u32s(`${where}: ${name}`, rule.count)];
  }
  for (const [name, rule] of fieldRules(kind)) {
    if (rule.isOptional && !has(name)) continue;
    layer[name] = readField(reader, [name, rule], {
      layer: layer as unknown as Layer,
      spectra,
      where,
      digests,
    });
  }
  // what the tables of the kind say; `validateNetwork` checks it
  return { ...layer, ...trainable } as unknown as Layer;
}

/** The fields of a kind that training may change; the n-th is the n-th bit of the flags of a layer. */
export function trainableFields(layer: { readonly kind: Layer["kind"] }): Named[] {
  return fieldRules(kindOf("files", layer)).filter(([, { trains }]) => trains);
}

/** A bit for every field that training may change, whether the layer has it or not; nothing if there are none. */
export function packTrainable(layer: Layer): Uint8Array {
  const flags = trainableFlags(layer);
  return packBits(trainableFields(layer).map(([name]) => Number(flags[name as ParameterName] === true)));
}

export function readTrainable(
  reader: ByteReader,
  where: string,
  layer: { readonly kind: Layer["kind"] },
): { readonly trainable?: Readonly<Record<string, boolean>> } {
  const fields = trainableFields(layer);
  if (fields.length === 0) return {};
  const bits = readBits(reader, `the trainable flags of ${where}`, fields.length);
  return { trainable: Object.fromEntries(fields.map(([name], index) => [name, bits[index] === 1])) };
}

/** Whether a setting that a layer may be without is one number. */
function isNumber({ storage }: SettingRule<Layer>): boolean {
  return storage === "share" || storage === "fraction";
}

/** What a layer of its choices may be without, fields first; the n-th is the n-th bit of a byte. */
function optionalNames(layer: Layer): string[] {
  const kind = kindOf("files", layer);
  const values = layer as unknown as Readonly<Values>;
  const isOptional = (rule: SettingRule<Layer>) =>
    rule.storage === "fraction"
      ? values[rule.only.setting] === rule.only.choice
      : rule.storage === "share" || rule.storage === "bits" || rule.storage === "sizes";
  return [
    ...fieldRules(kind).flatMap(([name, rule]) => (rule.isOptional ? [name] : [])),
    ...settingRules(kind).flatMap(([name, rule]) => (isOptional(rule) ? [name] : [])),
  ];
}
