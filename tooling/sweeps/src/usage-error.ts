/** A mistake on the command line; the message says what is allowed. The program then ends with code 2. */
export class UsageError extends Error {
  override readonly name = "UsageError";
  readonly code = "ERR_USAGE";
}
