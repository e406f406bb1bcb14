import { modelProto, type ModelProto } from "./model-proto.js";
import { writeMessage } from "./protobuf/write-message.js";

/**
 * The bytes of an ONNX model that is given message by message. Long contents are copied once.
 *
 * @param model - the model, message by message; not modified
 *
 * @example
 * import { decodeModelProto, encodeModel, encodeModelProto, input, relu } from "@reciprocal/graph";
 *
 * const model = decodeModelProto(encodeModel({ y: relu(input("x", ["batch", 3])) }));
 * console.log(encodeModelProto({ ...model, producerName: "mine" }).length > 0);
 * // => true
 */
export function encodeModelProto(model: ModelProto): Uint8Array<ArrayBuffer> {
  return writeMessage(modelProto, model);
}
