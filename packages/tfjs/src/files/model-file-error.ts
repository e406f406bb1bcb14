/** A saved model that cannot be read: a file is missing, not as long as stated, or not what its name promises. */
export class ModelFileError extends Error {
  override readonly name = "ModelFileError";
  readonly code = "ERR_MODEL_FILE";
}
