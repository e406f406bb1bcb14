import { readFileSync, readdirSync } from "node:fs";
import { resolve } from "node:path";

/** The packages that are published: `{ directory, manifest }` of each folder of packages/. */
export function publicPackages(top) {
  return readdirSync(resolve(top, "packages")).map((name) => {
    const directory = `packages/${name}`;
    return { directory, manifest: JSON.parse(readFileSync(resolve(top, directory, "package.json"), "utf8")) };
  });
}
