import { OnnxFormatError } from "./onnx-format-error.js";

/** @throws {OnnxFormatError} for bytes that are no valid model */
export function refuseFormat(message: string, cause?: unknown): never {
  throw new OnnxFormatError("ERR_ONNX_FORMAT", message, { cause });
}

/** @throws {OnnxFormatError} for a model that has more in it than this package reads */
export function refuseUnsupported(message: string): never {
  throw new OnnxFormatError("ERR_ONNX_UNSUPPORTED", message);
}
