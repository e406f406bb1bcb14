import { copyFileSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { gzipSync } from "node:zlib";
import { createTar, parseTarGzip } from "nanotar";
import { pnpm, root } from "./pnpm.mjs";
import { publicPackages } from "./public-packages.mjs";

/**
 * Packs every package of packages/ into an empty folder, as it is built now, as publishing does.
 *
 * @param {string} folder
 */
export function packPackages(folder) {
  const args = ["--filter", "./packages/*", "pack", "--pack-destination", folder];
  const { status, output } = pnpm(args, { quiet: true });
  if (status !== 0) throw new Error(`packPackages: pnpm ${args.join(" ")} failed:\n${output}`);
}

/**
 * Makes of the tarballs in one folder those for users of a clone, in another folder: `training.tgz` in place of
 * `reciprocal-training-0.0.0.tgz`, and each depends on the files beside it by their absolute paths, so that one tarball
 * brings all of ours that it needs. (npm would read relative ones from where the tarball lies, pnpm does not.)
 *
 * @param {string} packed
 * @param {string} folder
 * @returns {Promise<string[]>} names of the files
 */
export async function writePlainTarballs(packed, folder) {
  return Promise.all(
    readdirSync(packed)
      .sort()
      .map(async (file) => {
        const entries = await parseTarGzip(readFileSync(join(packed, file)));
        const files = entries.map(({ name, data = new Uint8Array(), attrs, text }) => {
          const isManifest = name === "package/package.json";
          return {
            name,
            attrs,
            data: isManifest ? JSON.stringify(withFiles(JSON.parse(text), folder), null, 2) : data,
          };
        });
        const manifest = entries.find(({ name }) => name === "package/package.json");
        const name = plainName(JSON.parse(manifest.text).name);
        writeFileSync(join(folder, name), gzipSync(createTar(files)));
        return name;
      }),
  );
}

/**
 * Copies into a folder what a page imports by an address: every package that has one as one file, as it is built now, such
 * as `network.js`, and the engine of training.
 *
 * @param {string} folder
 */
export function copyBrowserFiles(folder) {
  for (const { directory, manifest } of publicPackages(root)) {
    if (manifest.unpkg === undefined) continue;
    copyFileSync(
      join(root, directory, manifest.unpkg),
      join(folder, `${manifest.name.slice(scope.length)}.js`),
    );
  }
  for (const file of ["ort.wasm.bundle.min.mjs", "ort-wasm-simd-threaded.wasm"]) {
    copyFileSync(join(root, "packages/training/node_modules/onnxruntime-web/dist", file), join(folder, file));
  }
}

const scope = "@reciprocal/";

/** @param {string} name of a package of ours */
function plainName(name) {
  return `${name.slice(scope.length)}.tgz`;
}

/** A manifest whose dependencies of ours are files of a folder. Peers stay: the user installs them. */
function withFiles(manifest, folder) {
  const dependencies = Object.fromEntries(
    Object.entries(manifest.dependencies ?? {}).map(([name, range]) => [
      name,
      name.startsWith(scope) ? `file:${resolve(folder, plainName(name))}` : range,
    ]),
  );
  return { ...manifest, dependencies };
}
