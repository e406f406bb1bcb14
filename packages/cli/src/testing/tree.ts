import { lstatSync, readdirSync, readFileSync, readlinkSync } from "node:fs";
import { join } from "node:path";

/** Everything in a folder, by path: what it is, its permissions, and what it holds. Nothing is opened but files. */
export function treeOf(folder: string): Map<string, string> {
  const tree = new Map<string, string>();
  const visit = (inner: string): void => {
    for (const name of readdirSync(join(folder, inner)).sort()) {
      const path = join(inner, name);
      const stats = lstatSync(join(folder, path));
      const content = stats.isFile()
        ? readFileSync(join(folder, path)).toString("base64")
        : stats.isSymbolicLink()
          ? readlinkSync(join(folder, path))
          : "";
      tree.set(path, `${stats.mode.toString(8)} ${content}`);
      if (stats.isDirectory()) visit(path);
    }
  };
  visit(".");
  return tree;
}

/** Paths that came, went or changed between two trees. */
export function changesOf(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  const paths = new Set([...before.keys(), ...after.keys()]);
  return [...paths].filter((path) => before.get(path) !== after.get(path)).sort();
}
