import type { Activation } from "../../activation.js";
import type { Recipe } from "../../matrix-source.js";
import type { Layer } from "../../network.js";
import type { SpectraFormat } from "../spectra-format.js";
import type { ByteReader } from "./byte-reader.js";

// The byte that stands for each name. A number once given stays: files that hold it are out there.

export const spectraCodes: Codes<SpectraFormat> = { float32: 0, float16: 1 };

export const layerCodes: Codes<Layer["kind"]> = {
  activation: 0,
  dense: 1,
  spectral: 2,
  "s-svd": 3,
  "s-qr": 4,
};

export const activationCodes: Codes<Activation> = {
  linear: 0,
  relu: 1,
  tanh: 2,
  sigmoid: 3,
  elu: 4,
  softmax: 5,
};

export const matrixCodes = { values: 0, recipe: 1, selection: 2 };

export const recipeCodes: Codes<Recipe["kind"]> = { normal: 0, "svd-product": 1, "q-of-normal": 2 };

export const indexCodes = { bitmap: 0, list: 1 };

type Codes<Name extends string> = Readonly<Record<Name, number>>;

/** @throws {FileFormatError} for a byte that stands for none of the names */
export function readCode<Name extends string>(reader: ByteReader, part: string, codes: Codes<Name>): Name {
  const code = reader.u8(part);
  const names = Object.keys(codes) as Name[];
  const name = names.find((candidate) => codes[candidate] === code);
  if (name !== undefined) return name;
  const needed = names.map((candidate) => `${codes[candidate]} (${candidate})`).join(", ");
  throw reader.error(`${part} must be ${needed}, got ${code}`);
}
