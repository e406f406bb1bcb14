import { cutMessage } from "@reciprocal/guards";

/**
 * A model that cannot be read. `code` is `ERR_ONNX_FORMAT` if the bytes are not a valid model, and `ERR_ONNX_UNSUPPORTED`
 * if the model holds something that is not read.
 */
export class OnnxFormatError extends Error {
  override readonly name = "OnnxFormatError";

  constructor(
    /** Which of the two it is. */
    readonly code: "ERR_ONNX_FORMAT" | "ERR_ONNX_UNSUPPORTED",
    message: string,
    options?: ErrorOptions,
  ) {
    super(cutMessage(message), options);
  }
}
