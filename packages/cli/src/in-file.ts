/** Does something with a file, and begins the message of what goes wrong with the file's name. */
export async function inFile<Result>(path: string, work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new Error(message.startsWith(path) ? message : `${path}: ${message}`, { cause: error });
  }
}
