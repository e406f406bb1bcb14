import { cutMessage } from "@reciprocal/guards";

/**
 * A saved model that cannot be read (a file is missing, not as long as stated, or not what its name promises), or a
 * folder that cannot be written; `cause` is the error of the file system, if there is one.
 */
export class ModelFileError extends Error {
  override readonly name = "ModelFileError";
  /** What tells this error from others, also where two copies of the package are loaded. */
  readonly code = "ERR_MODEL_FILE";

  constructor(message?: string, options?: ErrorOptions) {
    super(cutMessage(message), options);
  }
}
