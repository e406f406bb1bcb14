import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/**
 * The highest version of the packages.
 *
 * @param root - top of the repository
 * @returns undefined while none is published, which is when all are 0.0.0
 */
export function publishedVersion(root: string): string | undefined {
  const versions = readdirSync(join(root, "packages"))
    .map((name) => readFileSync(join(root, "packages", name, "package.json"), "utf8"))
    .map((manifest) => (JSON.parse(manifest) as { readonly version: string }).version)
    .sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
  const highest = versions.at(-1);
  return highest === "0.0.0" ? undefined : highest;
}
