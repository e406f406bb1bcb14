import { cutMessage } from "@reciprocal/guards";

/** A file that is not what its name or its format promises: wrong magic, wrong length, impossible labels. */
export class DatasetFormatError extends Error {
  override readonly name = "DatasetFormatError";
  /** What tells this error from others, also where two copies of the package are loaded. */
  readonly code = "ERR_DATASET_FORMAT";

  constructor(message?: string, options?: ErrorOptions) {
    super(cutMessage(message), options);
  }
}

/** A data set that is in no folder, not in the cache and could not be downloaded; the message says where to put it. */
export class DatasetUnavailableError extends Error {
  override readonly name = "DatasetUnavailableError";
  /** What tells this error from others, also where two copies of the package are loaded. */
  readonly code = "ERR_DATASET_UNAVAILABLE";

  constructor(message?: string, options?: ErrorOptions) {
    super(cutMessage(message), options);
  }
}
