import { shapeSize } from "../../shape.js";
import { isSource } from "../../internal/is-source.js";
import type { MatrixSource } from "../../matrix-source.js";
import type { MappingLayer } from "../../network.js";
import type { SpectraFormat } from "../spectra-format.js";
import type { ByteReader } from "./byte-reader.js";
import type { ByteWriter } from "./byte-writer.js";
import type { Digests } from "./check-digests.js";
import { fieldContent } from "./field-content.js";
import type { Field } from "./layer-fields.js";
import { readMatrix, writeMatrix } from "./matrix-bytes.js";

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
    digests,
  }: {
    size: { inputs: number; outputs: number };
    spectra: SpectraFormat;
    where: string;
    digests: Digests;
  },
): Float32Array | MatrixSource {
  const shape = field.shape(size);
  const part = `${where}: ${field.name}`;
  if (field.content === "matrix") {
    return readMatrix(reader, part, { rows: shape[0]!, columns: shape[1]!, digests });
  }
  return reader.floats(part, shapeSize(shape), formatOf(field, spectra));
}

function formatOf({ content }: Field, spectra: SpectraFormat): SpectraFormat {
  return content === "vector" ? spectra : "float32";
}
