import { existsSync, readdirSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";

/**
 * Deletes what lies in the `dist` of a package without a source beside it in `src`: neither tsc nor turbo, which keeps
 * what it once found there, deletes anything, and it would be packed.
 *
 * @param {string} folder
 */
export function removeStale(folder) {
  const dist = join(folder, "dist");
  if (!existsSync(dist)) return;
  for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
    if (entry.isDirectory()) continue;
    const file = join(entry.parentPath, entry.name);
    const source = join(folder, "src", file.slice(dist.length)).replace(/(\.d\.ts|\.js)$/, ".ts");
    if (!source.endsWith(".ts") || !existsSync(source)) rmSync(file);
  }
}

/** The same for every package of packages/. */
export function removeAllStale() {
  const packages = resolve(import.meta.dirname, "../packages");
  for (const name of readdirSync(packages)) removeStale(join(packages, name));
}
