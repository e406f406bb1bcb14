import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./pnpm.mjs";
import { publicPackages } from "./public-packages.mjs";

/** A comment that names packages, and the block with the command that installs them. */
const marked = /^<!-- install: (.+?) -->\n\n```sh\n[^]*?^```$/gm;

/**
 * A page with its commands of installation written anew. `<!-- install: packages -->` stands before each of them; the
 * word `global` in front of the packages installs a program. Before the first release the packages of this repository
 * are files that `npm run tarballs` makes in a clone, and the command takes them from there.
 *
 * @param {string} page - Markdown
 * @param {object} state
 * @param {readonly string[]} state.names - of the packages of this repository
 * @param {boolean} state.released - whether npm has them
 * @throws {Error} for a package of ours that there is not
 */
export function withInstallLines(page, { names, released }) {
  return page.replaceAll(marked, (_, words) => {
    const [first, ...others] = words.split(" ");
    const packages = first === "global" ? others : [first, ...others];
    const targets = packages.map((name) => {
      if (!name.startsWith("@reciprocal/")) return name;
      if (!names.includes(name))
        throw new Error(`withInstallLines: no package ${name} (there are ${names.join(", ")})`);
      return released ? name : name.replace("@reciprocal/", "../reciprocal/dist/tarballs/").concat(".tgz");
    });
    const command = [
      ...["npm", "install"],
      ...(first === "global" ? ["--global"] : []),
      // its script only downloads CUDA files, which nothing here uses and a firewall stops
      ...(packages.includes("onnxruntime-node") ? ["--ignore-scripts"] : []),
      ...targets,
    ].join(" ");
    const note = "# not on npm yet: `npm run tarballs` makes these files in a clone, ../reciprocal\n";
    return `<!-- install: ${words} -->\n\n\`\`\`sh\n${released ? "" : note}${command}\n\`\`\``;
  });
}

/** Whether the packages of the repository at `top` have been released: before that, each is of version 0.0.0. */
export function isReleased(top) {
  return publicPackages(top).every(({ manifest }) => manifest.version !== "0.0.0");
}

/**
 * The committed pages with a command of installation, as they are and as they should be.
 *
 * @param {string} top - folder of the repository
 */
export function installPages(top) {
  const names = publicPackages(top).map(({ manifest }) => manifest.name);
  const released = isReleased(top);
  return execFileSync("git", ["ls-files", "-z", "*.md"], { cwd: top, encoding: "utf8" })
    .split("\0")
    .filter((path) => path !== "" && !path.startsWith(".changeset/"))
    .map((path) => {
      const text = readFileSync(resolve(top, path), "utf8");
      return { path, text, fresh: withInstallLines(text, { names, released }) };
    });
}

/** Writes the commands of installation into the pages of the repository at `top`. */
export function writeInstallLines(top) {
  for (const { path, text, fresh } of installPages(top))
    if (fresh !== text) writeFileSync(resolve(top, path), fresh);
}

// part of pnpm docs:tables
if (import.meta.url === pathToFileURL(process.argv[1]).href) writeInstallLines(root);
