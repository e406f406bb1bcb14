import { modelProto, type ModelProto } from "./model-proto.js";
import { readMessage } from "./protobuf/read-message.js";

/**
 * The messages of an ONNX model. Fields that this package does not know are passed over. Contents are views of the bytes,
 * which are not modified: no length is believed before as many bytes are there, and messages nest only as deep as they
 * are described here, so files need not be trusted.
 *
 * @param bytes - of the file; not modified
 * @param where - what errors begin with
 * @throws {OnnxFormatError} if the bytes end early, or a field has another wire type or stands twice
 *
 * @example
 * import { decodeModelProto, encodeModel, input, relu } from "@reciprocal/graph";
 *
 * const bytes = encodeModel({ y: relu(input("x", ["batch", 3])) });
 * console.log(decodeModelProto(bytes).graph?.nodes?.map(({ operator }) => operator));
 * // => [ 'Relu', 'Identity' ]
 */
export function decodeModelProto(bytes: Uint8Array, where = "decodeModelProto"): ModelProto {
  return readMessage(modelProto, bytes, `${where}: model`);
}
