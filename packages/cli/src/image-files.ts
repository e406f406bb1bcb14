import { readdirSync } from "node:fs";
import { join } from "node:path";
import { fileError, readInsideSync } from "@reciprocal/files";
import { isFolder } from "./is-folder.js";
import { readBytes } from "./read-bytes.js";
import { readStandardInput, standardInput } from "./standard-input.js";

/** A file by the name that the user knows it by. */
export interface InputFile {
  readonly name: string;
  readonly read: () => Uint8Array | Promise<Uint8Array>;
}

/** A file that the user named, or the pipe. */
export function inputFile(path: string): InputFile {
  if (path === standardInput) return { name: "standard input", read: readStandardInput };
  return { name: path, read: () => readBytes(path) };
}

/**
 * Files that are images, or the pipe; a folder stands for the files in it, by name, without hidden ones and folders. What is
 * in a folder is read only if it is a file that does not lead out.
 */
export function imageFiles(paths: readonly string[]): InputFile[] {
  return paths.flatMap((path) => {
    if (!isFolder(path)) return [inputFile(path)];
    const names = namesIn(path).filter((name) => !name.startsWith(".") && !isFolder(join(path, name)));
    if (names.length === 0) throw new Error(`${path}: a folder with images is needed, got one without files`);
    return names.map((name) => ({ name: join(path, name), read: () => readInsideSync(path, name) }));
  });
}

function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    throw fileError(folder, "read", error);
  }
}
