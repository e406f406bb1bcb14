import { readFileSync, readdirSync, realpathSync } from "node:fs";
import { resolve } from "node:path";
import { defineConfig } from "tsdown";

// One configuration for all: every package and app runs tsdown in its own folder. A file of src becomes a file of dist,
// so that a bundler takes what is used and a stack trace says where. Private packages of tooling/ that a published one
// has as development dependencies are taken in; all else stays an import.
const folder = process.cwd();
const manifest = JSON.parse(readFileSync(resolve(folder, "package.json"), "utf8"));
const tooling = Object.keys(manifest.devDependencies ?? {}).filter(
  (name) => name.startsWith("@reciprocal/") && /[\\/]tooling[\\/]/.test(sourceOf(name)),
);
const isPublished = manifest.private !== true;
// TypeScript makes no declarations of what it finds in node_modules
const paths = Object.fromEntries(tooling.map((name) => [name, [sourceOf(name)]]));

const modules = defineConfig({
  cwd: folder,
  entry: [...sourcesIn({ ...manifest.exports, ...manifest.imports }), ...programs(), ...workers()],
  tsconfig: "tsconfig.json",
  platform: isPublished ? "neutral" : "node",
  target: "es2022",
  ...{ format: "esm", unbundle: true, fixedExtension: false, clean: true, logLevel: "warn" },
  dts: isPublished && {
    entry: sourcesIn(manifest.exports).map((file) => file.replace("./", "")),
    compilerOptions: { paths },
  },
  deps: { neverBundle: [/^#/, /^node:/], onlyBundle: tooling },
  checks: { pluginTimings: false },
  inputOptions: { resolve: { conditionNames: ["source", "import", "default"] } },
  outputOptions: {
    entryFileNames: ({ name }) => `${name.replace(/^tooling\/([^/]+)\/src\//, "internal/$1/")}.js`,
  },
});

// What a page imports by an address, without a bundler and without npm: dist/browser.js, the whole package in one file with
// all it depends on, but without the runtimes that are peers.
const peers = Object.keys(manifest.peerDependencies ?? {});
const isPeer = (name) =>
  /^node:/.test(name) || peers.some((peer) => name === peer || name.startsWith(`${peer}/`));
const browserFile = defineConfig({
  cwd: folder,
  entry: { browser: "./src/index.ts" },
  tsconfig: "tsconfig.json",
  ...{ platform: "browser", target: "es2022", format: "esm", fixedExtension: false, minify: true },
  ...{ dts: false, clean: false, logLevel: "warn" },
  deps: { neverBundle: isPeer, alwaysBundle: (name) => !isPeer(name) },
  checks: { pluginTimings: false },
  inputOptions: { resolve: { conditionNames: ["source", "browser", "import", "default"] } },
  outputOptions: { codeSplitting: false },
});

export default manifest.unpkg === undefined ? modules : [modules, browserFile];

/** The paths of the condition `source`, in whatever depth. */
function sourcesIn(value, isSource = false) {
  if (typeof value === "string") return isSource ? [value] : [];
  return Object.entries(value).flatMap(([name, inner]) => sourcesIn(inner, isSource || name === "source"));
}

function sourceOf(name) {
  return realpathSync(resolve(folder, "node_modules", name, "src/index.ts"));
}

function programs() {
  return Object.values(manifest.bin ?? {}).map((file) => file.replace(/^\.\/dist\/(.*)\.js$/, "./src/$1.ts"));
}

/** Modules that are run by their address, which nothing imports. */
function workers() {
  return readdirSync(resolve(folder, "src"), { recursive: true })
    .filter((file) => /(^|[\\/])(worker|browser-page)\.ts$/.test(file) && !/^testing/.test(file))
    .map((file) => `./src/${file.replaceAll("\\", "/")}`);
}
