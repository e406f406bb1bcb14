import { UsageError } from "./usage-error.js";

/** Does something with a file, and begins the message of what goes wrong with the file's name. */
export async function inFile<Result>(path: string, work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const message = said.startsWith(path) ? said : `${path}: ${said}`;
    if (error instanceof UsageError) throw new UsageError(message, { cause: error });
    throw new Error(message, { cause: error });
  }
}
