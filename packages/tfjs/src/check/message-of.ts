/** What an error of TensorFlow.js says, on one line. */
export function messageOf(error: unknown): string {
  const { message } = error as Partial<Error>;
  // a whole file may stand in it, which ModelFileError cuts
  return String(message ?? error).replace(/\s+/g, " ");
}
