/**
 * A model that cannot be read. `code` is `ERR_ONNX_FORMAT` where the bytes are no valid model, `ERR_ONNX_UNSUPPORTED` where
 * they are, or may be, but of more than the reader knows.
 */
export class OnnxFormatError extends Error {
  override readonly name = "OnnxFormatError";

  constructor(
    readonly code: "ERR_ONNX_FORMAT" | "ERR_ONNX_UNSUPPORTED",
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}
