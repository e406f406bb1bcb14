import { quote } from "@reciprocal/guards";
import { fileError, lookInside } from "@reciprocal/files";
import { nodeModule } from "@reciprocal/node-module";
import { DatasetFormatError, DatasetUnavailableError } from "../errors.js";
import { checkClassNames, sortClassNames } from "../class-names.js";
import { nameList } from "../name-list.js";

/** One file, by its path below the folder. */
export interface ListedImage {
  readonly name: string;
  readonly label: number;
}

/** The files of `folder/<class>/`, class by class, and the classes in the order of their labels. */
export interface ImageList {
  readonly classNames: readonly string[];
  /** At least one. */
  readonly images: readonly ListedImage[];
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
  const list = (below: string) => visibleEntries(where, { folder, below, caller });
  const found = new Set((await list(".")).filter(({ isFolder }) => isFolder).map(({ name }) => name));
  const allowed = given && new Set(given);
  const other = allowed && [...found].find((name) => !allowed.has(name));
  if (other !== undefined) {
    throw new DatasetFormatError(
      `${where}: needs subfolders among ${nameList(given ?? [])}, got ${quote(other)}`,
    );
  }
  const classNames = given ?? sortClassNames(`${where} (a subfolder per class)`, found);

  const images: ListedImage[] = [];
  for (const [label, name] of classNames.entries()) {
    if (!found.has(name)) continue;
    const entries = await list(name);
    const files = entries.filter(({ isFolder }) => !isFolder).map((entry) => path.join(name, entry.name));
    if (files.length === 0) {
      const inner = entries.map((entry) => entry.name);
      const folders =
        inner.length === 0
          ? ""
          : `, but the folders ${nameList(inner)}; if these are the classes, name the folder that holds them`;
      throw new DatasetFormatError(
        `${where}: needs an image in the subfolder ${quote(name)}, got none${folders}`,
      );
    }
    for (const file of files) images.push({ name: file, label });
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

interface Place {
  readonly folder: string;
  /** The folder inside of it that is listed. */
  readonly below: string;
  readonly caller: string;
}

/** @throws what {@link lookInside} throws for a link that leads out, and for what is neither file nor folder */
async function visibleEntries(where: string, { folder, below, caller }: Place): Promise<Entry[]> {
  const { readdir } = nodeModule("node:fs/promises", caller);
  const path = nodeModule("node:path", caller);
  const found = await readdir(path.join(folder, below), { withFileTypes: true }).catch((cause: unknown) => {
    const { message } = fileError(path.join(folder, below), "listed as a folder", cause);
    throw new DatasetUnavailableError(`${caller}: ${message}`, { cause });
  });
  const entries: Entry[] = [];
  for (const entry of found) {
    const { name } = entry;
    if (name.startsWith(".") || leftBehind.has(name.toLowerCase())) continue;
    if (entry.isFile() || entry.isDirectory()) entries.push({ name, isFolder: entry.isDirectory() });
    else {
      const kind = await lookInside(folder, path.join(below, name), { caller });
      if (kind !== undefined) entries.push({ name, isFolder: kind === "folder" });
    }
  }
  return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
}
