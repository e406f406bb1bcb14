import { OnnxFormatError } from "@reciprocal/graph";
import { enumerate } from "@reciprocal/guards";

/** @throws {OnnxFormatError} for bytes that are no valid model */
export function refuseFormat(message: string, cause?: unknown): never {
  throw new OnnxFormatError("ERR_ONNX_FORMAT", `decodeOnnx: ${message}`, { cause });
}

/** @throws {OnnxFormatError} for a model of more than the reader knows */
export function refuseUnsupported(message: string): never {
  throw new OnnxFormatError("ERR_ONNX_UNSUPPORTED", `decodeOnnx: ${message}`);
}

/** Sizes, axes or operands as messages show them. */
export function listed(items: readonly (number | string)[]): string {
  return `[${enumerate(items, String, 10)}]`;
}
