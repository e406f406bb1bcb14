import { cutMessage } from "@reciprocal/guards";

/** Something typed wrong on the command line; the message says what was allowed. The program then ends with code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly code = "ERR_USAGE";

  constructor(message?: string, options?: ErrorOptions) {
    super(cutMessage(message), options);
  }
}
