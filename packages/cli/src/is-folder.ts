import { statSync } from "node:fs";
import { sep } from "node:path";

/** Whether there is a folder, links followed; what else is there, or why it cannot be seen, whoever reads it finds out. */
export function isFolder(path: string): boolean {
  try {
    // inside of it: Node 20 finds no linked packages after the stat of a FIFO, see `tooling/files/src/calls.ts`
    return path !== "" && statSync(`${path}${sep}.`).isDirectory();
  } catch {
    return false;
  }
}

const slashes = sep === "/" ? /(?<=.)\/+$/ : /(?<=.)[/\\]+$/;

/** Whether a path is written as completion writes those of folders. */
export function endsInSlash(path: string): boolean {
  return slashes.test(path);
}

export function withoutSlash(path: string): string {
  return path.replace(slashes, "");
}
