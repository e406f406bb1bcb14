import { nodeModule } from "@reciprocal/node-module";
import { DatasetFormatError, DatasetUnavailableError } from "../errors.js";
import { checkClassNames, sortClassNames } from "../class-names.js";
import { nameList } from "../name-list.js";

/** The files of `folder/<class>/`, class by class, and the classes in the order of their labels. */
export interface ImageList {
  readonly classNames: readonly string[];
  /** At least one. */
  readonly images: readonly { readonly file: string; readonly label: number }[];
}

/**
 * Lists a folder with a subfolder per class, without names that begin with a dot, what operating systems put into folders,
 * and folders inside the subfolders. Both orders are those of
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
  const found = (await visibleEntries(where, folder, caller))
    .filter(({ isFolder }) => isFolder)
    .map(({ name }) => name);
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
    const entries = await visibleEntries(where, path.join(folder, name), caller);
    const files = entries
      .filter(({ isFolder }) => !isFolder)
      .map((entry) => path.join(folder, name, entry.name));
    if (files.length === 0) {
      const inner = entries.map((entry) => entry.name);
      const folders =
        inner.length === 0
          ? ""
          : `, but the folders ${nameList(inner)}; if these are the classes, name the folder that holds them`;
      throw new DatasetFormatError(
        `${where}: needs an image in the subfolder ${JSON.stringify(name)}, got none${folders}`,
      );
    }
    images.push(...files.map((file) => ({ file, label })));
  }
  if (images.length > 0) return { classNames, images };
  throw new DatasetFormatError(`${where}: needs a subfolder of images for a class, got none`);
}

interface Entry {
  readonly name: string;
  readonly isFolder: boolean;
}

// what Windows, macOS and network drives leave in folders, whatever the case of its letters
const leftBehind = new Set(["thumbs.db", "desktop.ini", "__macosx", "@eadir"]);

async function visibleEntries(where: string, folder: string, caller: string): Promise<Entry[]> {
  const { readdir, stat } = nodeModule("node:fs/promises", caller);
  const path = nodeModule("node:path", caller);
  let names: string[];
  try {
    names = await readdir(folder);
  } catch (cause) {
    throw unavailable(where, "a folder that can be listed", cause);
  }
  const visible = names.filter((name) => !name.startsWith(".") && !leftBehind.has(name.toLowerCase())).sort();
  const entries: Entry[] = [];
  for (const name of visible) {
    // follows links, which the entries of a folder would not
    const entry = await stat(path.join(folder, name)).catch((cause: unknown) => {
      throw unavailable(where, "names that lead somewhere", cause);
    });
    entries.push({ name, isFolder: entry.isDirectory() });
  }
  return entries;
}

function unavailable(where: string, needed: string, cause: unknown): DatasetUnavailableError {
  const reason = cause instanceof Error ? cause.message : String(cause);
  return new DatasetUnavailableError(`${where}: needs ${needed}, got ${reason}`, { cause });
}
