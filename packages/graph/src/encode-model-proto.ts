import { modelProto, type ModelProto } from "./model-proto.js";
import { writeMessage } from "./protobuf/write-message.js";

/** The bytes of an ONNX model that is given message by message. Long contents are copied once. */
export function encodeModelProto(model: ModelProto): Uint8Array<ArrayBuffer> {
  return writeMessage(modelProto, model);
}
