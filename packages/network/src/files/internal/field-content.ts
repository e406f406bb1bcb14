import type { MatrixSource } from "../../matrix-source.js";
import type { MappingLayer } from "../../network.js";
import type { Field } from "./layer-fields.js";

/** What a layer holds under the name of a field; undefined only for a bias that it has not. */
export function fieldContent(layer: MappingLayer, { name }: Field): Float32Array | MatrixSource | undefined {
  return (layer as Partial<Record<Field["name"], Float32Array | MatrixSource>>)[name];
}
