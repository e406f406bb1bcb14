import { DatasetFormatError, DatasetUnavailableError } from "../errors.js";
import { checkClassNames, sortClassNames } from "../class-names.js";
import { nameList } from "../name-list.js";
import { nodeModule } from "../node-module.js";

/** The files of `folder/<class>/`, class by class, and the classes in the order of their labels. */
export interface ImageList {
  readonly classNames: readonly string[];
  /** At least one. */
  readonly images: readonly { readonly file: string; readonly label: number }[];
}

/**
 * Lists a folder with a subfolder per class, without names that begin with a dot. Both orders are those of
 * {@link sortClassNames} or plain code units, not the file system's.
 *
 * @throws {RangeError} {DatasetUnavailableError} {DatasetFormatError} as loadImageFolder does
 */
export async function listImages(
  caller: string,
  folder: string,
  given: readonly string[] | undefined,
): Promise<ImageList> {
  const where = `${caller}: ${folder}`;
  if (given) checkClassNames(caller, given);
  const path = nodeModule("node:path", caller);
  const { stat } = nodeModule("node:fs/promises", caller);
  const found: string[] = [];
  for (const name of await visibleNames(where, folder, caller)) {
    // follows links, which the entries of a folder would not
    const entry = await stat(path.join(folder, name)).catch((cause: unknown) => {
      throw unavailable(where, "names that lead somewhere", cause);
    });
    if (entry.isDirectory()) found.push(name);
  }
  const other = given && found.find((name) => !given.includes(name));
  if (other !== undefined) {
    throw new DatasetFormatError(
      `${where}: needs subfolders among ${nameList(given ?? [])}, got ${JSON.stringify(other)}`,
    );
  }
  const classNames = given ?? sortClassNames(`${where} (a subfolder per class)`, found);

  const images: { file: string; label: number }[] = [];
  for (const [label, name] of classNames.entries()) {
    if (!found.includes(name)) continue;
    const files = await visibleNames(where, path.join(folder, name), caller);
    if (files.length === 0) {
      throw new DatasetFormatError(
        `${where}: needs an image in the subfolder ${JSON.stringify(name)}, got none`,
      );
    }
    images.push(...files.map((file) => ({ file: path.join(folder, name, file), label })));
  }
  if (images.length > 0) return { classNames, images };
  throw new DatasetFormatError(`${where}: needs a subfolder of images for a class, got none`);
}

async function visibleNames(where: string, folder: string, caller: string): Promise<string[]> {
  try {
    const names = await nodeModule("node:fs/promises", caller).readdir(folder);
    return names.filter((name) => !name.startsWith(".")).sort();
  } catch (cause) {
    throw unavailable(where, "a folder that can be listed", cause);
  }
}

function unavailable(where: string, needed: string, cause: unknown): DatasetUnavailableError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new DatasetUnavailableError(`${where}: needs ${needed}, got ${reason}`, { cause });
}
