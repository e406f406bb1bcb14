import type { FieldName, Layer } from "../../kinds/index.js";
import type { FieldRule } from "../../kinds/kind.js";
import { fieldContent } from "../../layer-fields.js";
import { isSource, type MatrixSource } from "../../matrix/source.js";
import { shapeSize } from "../../shape.js";
import type { SpectraFormat } from "../options.js";
import { type Digests, readMatrix, writeMatrix } from "./matrix.js";
import type { ByteReader } from "./reader.js";
import type { ByteWriter } from "./writer.js";

/** One list of numbers or matrix; nothing if the layer has none. */
export function writeField(
  writer: ByteWriter,
  [name, rule]: readonly [FieldName, FieldRule<Layer>],
  { layer, spectra, where }: { layer: Layer; spectra: SpectraFormat; where: string },
): void {
  const content = fieldContent(layer, name);
  const what = `${where}: ${name}`;
  if (isSource(content)) writeMatrix(writer, content, what);
  else if (content) writer.floats(content, formatOf(rule, spectra), what);
}

/** @param layer - its settings are enough */
export function readField(
  reader: ByteReader,
  [name, rule]: readonly [FieldName, FieldRule<Layer>],
  {
    layer,
    spectra,
    where,
    digests,
  }: { layer: Layer; spectra: SpectraFormat; where: string; digests: Digests },
): Float32Array | MatrixSource {
  const shape = rule.shape(layer);
  const part = `${where}: ${name}`;
  if (rule.storage === "matrix") {
    return readMatrix(reader, part, { rows: shape[0]!, columns: shape[1]!, digests });
  }
  return reader.floats(part, shapeSize(shape), formatOf(rule, spectra));
}

function formatOf({ storage }: FieldRule<Layer>, spectra: SpectraFormat): SpectraFormat {
  return storage === "vector" ? spectra : "float32";
}
