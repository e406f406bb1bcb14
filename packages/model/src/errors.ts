import { cutMessage } from "@reciprocal/guards";

/** Something to predict from that does not fit what the model takes: a column is missing, a gap stands where none may be. */
export class ModelInputError extends Error {
  override readonly name = "ModelInputError";
  /** What tells this error from others, also where two copies of the package are loaded. */
  readonly code = "ERR_MODEL_INPUT";

  constructor(message?: string, options?: ErrorOptions) {
    super(cutMessage(message), options);
  }
}
