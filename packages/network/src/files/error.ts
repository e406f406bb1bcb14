import { cutMessage } from "@reciprocal/guards";

/** Bytes or text that are not what their format promises: another kind of file, cut, changed, newer, or impossible. */
export class FileFormatError extends Error {
  override readonly name = "FileFormatError";
  /** What tells this error from others, also where two copies of the package are loaded. */
  readonly code = "ERR_FILE_FORMAT";

  constructor(message?: string, options?: ErrorOptions) {
    super(cutMessage(message), options);
  }
}
