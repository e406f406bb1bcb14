import type { SpectraFormat } from "../options.js";
import type { ByteReader } from "./reader.js";

/** The bytes that stand for the formats of spectra. Never reassign one: existing files use it. */
export const spectraCodes: Codes<SpectraFormat> = { float32: 0, float16: 1 };

type Codes<Name extends string> = Readonly<Record<Name, number>>;

/** @throws {FileFormatError} for a byte that stands for no name */
export function readCode<Name extends string>(reader: ByteReader, part: string, codes: Codes<Name>): Name {
  const code = reader.u8(part);
  const names = Object.keys(codes) as Name[];
  const name = names.find((candidate) => codes[candidate] === code);
  if (name !== undefined) return name;
  const needed = names.map((candidate) => `${codes[candidate]} (${candidate})`).join(", ");
  throw reader.error(`${part} must be ${needed}, got ${code}`);
}
