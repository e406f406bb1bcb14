import "./end-with-parents.mjs";
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { install, root, runOrShow } from "./pnpm.mjs";

// npm run tarballs: every published package as a file that npm, pnpm and yarn install, from nothing but a clone, in
// dist/tarballs; and as a file that a page imports by its address, in dist/browser, with those of ONNX Runtime.
console.error("Installing, building and packing (the first time takes a minute or two) …");
if (!install() || !runOrShow(["run", "build", "--filter=./packages/*"])) process.exit(1);
// imported only now: it needs the installed packages
const { copyBrowserFiles, packPackages, writePlainTarballs } = await import("./pack-packages.mjs");

const folder = emptied("dist/tarballs");
const packed = mkdtempSync(join(tmpdir(), "reciprocal-packed-"));
try {
  packPackages(packed);
  const names = await writePlainTarballs(packed, folder);
  console.log(
    `${folder} has ${names.join(", ")}. A tarball brings those that it depends on. In your project:\n`,
  );
  const usual = ["network.tgz", "training.tgz", "datasets.tgz"].map((name) => quoted(join(folder, name)));
  const browser = emptied("dist/browser");
  copyBrowserFiles(browser);
  console.log(`npm install --ignore-scripts ${usual.join(" ")} onnxruntime-node\n`);
  console.log(`${browser} has the same packages as one file each, for pages without a bundler.`);
} finally {
  rmSync(packed, { recursive: true, force: true });
}

/** The path of a folder of the repository, made anew. */
function emptied(name) {
  const folder = resolve(root, name);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  return folder;
}

/** A path as a shell takes it. */
function quoted(path) {
  return path.includes(" ") ? `"${path}"` : path;
}
