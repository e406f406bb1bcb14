import { OnnxFormatError } from "@reciprocal/graph";

/** @throws {OnnxFormatError} for bytes that are no valid model */
export function refuseFormat(message: string, cause?: unknown): never {
  throw new OnnxFormatError("ERR_ONNX_FORMAT", `decodeOnnx: ${message}`, { cause });
}

/** @throws {OnnxFormatError} for a model of more than the reader knows */
export function refuseUnsupported(message: string): never {
  throw new OnnxFormatError("ERR_ONNX_UNSUPPORTED", `decodeOnnx: ${message}`);
}
