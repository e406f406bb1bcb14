import { lstatSync, readdirSync, realpathSync } from "node:fs";
import { join } from "node:path";
import { markdownTable } from "@reciprocal/report";

/** What computes networks, the packages that are installed for it, and what it is good for. */
const runtimes: readonly { readonly packages: readonly string[]; readonly use: string }[] = [
  { packages: ["onnxruntime-node"], use: "training and predictions in Node, fastest" },
  {
    packages: ["onnxruntime-web"],
    use: "the same in Node and in browsers as WebAssembly, slower; a browser loads one file of it",
  },
  {
    packages: ["@tensorflow/tfjs-core", "@tensorflow/tfjs-layers", "@tensorflow/tfjs-backend-wasm"],
    use: "the layers of `@reciprocal/tfjs`, in Node and in browsers",
  },
  { packages: [], use: "predictions in plain TypeScript: `createPlainPredictor` of `@reciprocal/network`" },
];

const block = 4096;

/**
 * What runtimes take on disk, as `du -sh` counts it: whole blocks, in MiB; without what they depend on.
 *
 * @param modules - a folder `node_modules` that has them
 */
export function runtimeSizes(modules: string): string {
  const rows = runtimes.map(({ packages, use }) => {
    const blocks = packages.reduce((sum, name) => sum + blocksOf(realpathSync(join(modules, name))), 0);
    const names = packages.map((name) => `\`${name}\``).join(", ") || "none";
    return [names, `${Math.ceil((blocks * block) / 2 ** 20)} MB`, use];
  });
  return markdownTable({ headings: ["runtime", "installed", "what for"], rows });
}

function blocksOf(folder: string): number {
  return readdirSync(folder, { recursive: true, withFileTypes: true }).reduce((sum, entry) => {
    const path = join(entry.parentPath, entry.name);
    // a folder of a package fits into one block
    return sum + (entry.isFile() ? Math.ceil(lstatSync(path).size / block) : Number(entry.isDirectory()));
  }, 1);
}
