import { countValues } from "../../internal/count-values.js";
import { isSource } from "../../internal/is-source.js";
import type { MatrixSource } from "../../matrix-source.js";
import type { MappingLayer } from "../../network.js";
import type { SpectraFormat } from "../spectra-format.js";
import type { ByteReader } from "./byte-reader.js";
import type { ByteWriter } from "./byte-writer.js";
import type { Field } from "./layer-fields.js";
import { type MadeMatrix, readMatrix, writeMatrix } from "./matrix-bytes.js";

/** What a layer holds under the name of a field; undefined only for a bias that it has not. */
export function fieldContent(layer: MappingLayer, { name }: Field): Float32Array | MatrixSource | undefined {
  return (layer as Partial<Record<Field["name"], Float32Array | MatrixSource>>)[name];
}

/** One list of numbers or matrix; nothing where the layer has none. */
export function writeField(
  writer: ByteWriter,
  field: Field,
  { layer, spectra, where }: { layer: MappingLayer; spectra: SpectraFormat; where: string },
): void {
  const content = fieldContent(layer, field);
  const what = `${where}: ${field.name}`;
  if (isSource(content)) writeMatrix(writer, content, what);
  else if (content) writer.floats(content, formatOf(field, spectra), what);
}

export function readField(
  reader: ByteReader,
  field: Field,
  {
    size,
    spectra,
    where,
    made,
  }: {
    size: { inputs: number; outputs: number };
    spectra: SpectraFormat;
    where: string;
    made: MadeMatrix[];
  },
): Float32Array | MatrixSource {
  const shape = field.shape(size);
  const part = `${where}: ${field.name}`;
  if (field.content === "matrix") {
    return readMatrix(reader, part, { rows: shape[0]!, columns: shape[1]!, made });
  }
  return reader.floats(part, countValues(shape), formatOf(field, spectra));
}

function formatOf({ content }: Field, spectra: SpectraFormat): SpectraFormat {
  return content === "vector" ? spectra : "float32";
}
