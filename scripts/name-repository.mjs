import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { publicPackages } from "./public-packages.mjs";

/**
 * Writes into each package.json to be published where its sources are: npm refuses provenance for a package that does
 * not name the repository which its workflow ran in. A fork publishes under its own name, so this is not committed.
 *
 * @param {string} top - the folder of the clone
 * @param {string} repository - owner/name on GitHub
 */
export function nameRepository(top, repository) {
  if (!/^[\w.-]+\/[\w.-]+$/.test(repository ?? ""))
    throw new TypeError(`nameRepository: the repository must be owner/name, got ${repository}`);
  for (const { directory } of publicPackages(top)) {
    const path = resolve(top, directory, "package.json");
    const manifest = JSON.parse(readFileSync(path, "utf8"));
    manifest.repository = { type: "git", url: `git+https://github.com/${repository}.git`, directory };
    writeFileSync(path, `${JSON.stringify(manifest, null, 2)}\n`);
  }
}
