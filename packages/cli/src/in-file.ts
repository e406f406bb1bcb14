import { basename } from "node:path";
import { UsageError } from "./usage-error.js";

/** Does something with a file, and begins the message of what goes wrong with the file's name. */
export async function inFile<Result>(path: string, work: () => Result | Promise<Result>): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    const message = naming(path, said);
    if (error instanceof UsageError) throw new UsageError(message, { cause: error });
    throw new Error(message, { cause: error });
  }
}

/** A message that begins with the path, once: readers of tables say the name of the file themselves, after their own. */
function naming(path: string, said: string): string {
  if (said.startsWith(path)) return said;
  const bare = said.replace(/^[a-z]\w*: /i, "");
  const name = [path, basename(path)].find(
    (one) => one !== "" && bare.startsWith(one) && /[:,]/.test(bare.charAt(one.length)),
  );
  return name === undefined ? `${path}: ${said}` : `${path}${bare.slice(name.length)}`;
}
