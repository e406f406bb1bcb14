import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { standardInput } from "./standard-input.js";

/** Files that are images, or the pipe; a folder stands for the files in it, by name, without hidden ones and folders. */
export function imageFiles(paths: readonly string[]): string[] {
  return paths.flatMap((path) => {
    if (path === standardInput || statSync(path, { throwIfNoEntry: false })?.isDirectory() !== true)
      return [path];
    const files = readdirSync(path, { withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.startsWith("."))
      .map(({ name }) => join(path, name))
      .sort();
    if (files.length === 0) throw new Error(`${path}: a folder with images is needed, got one without files`);
    return files;
  });
}
