import { OnnxFormatError } from "./onnx-format-error.js";

/** @throws {OnnxFormatError} for bytes that are not a valid model */
export function refuseFormat(message: string, cause?: unknown): never {
  throw new OnnxFormatError("ERR_ONNX_FORMAT", message, { cause });
}

/** @throws {OnnxFormatError} for a model that holds something that is not read */
export function refuseUnsupported(message: string): never {
  throw new OnnxFormatError("ERR_ONNX_UNSUPPORTED", message);
}
