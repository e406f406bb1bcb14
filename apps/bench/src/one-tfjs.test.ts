import { existsSync, readFileSync, realpathSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { describe, expect, it } from "vitest";

interface Manifest {
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
  readonly peerDependencies?: Record<string, string>;
}

/** The folders of each package of TensorFlow.js that is reached from a package, through those and ours. */
function tfjsFolders(start: string): Map<string, Set<string>> {
  const folders = new Map<string, Set<string>>();
  const seen = new Set<string>();
  const visit = (folder: string) => {
    if (seen.has(folder)) return;
    seen.add(folder);
    const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
    const { dependencies, optionalDependencies, peerDependencies } = manifest;
    for (const name of Object.keys({ ...dependencies, ...optionalDependencies, ...peerDependencies })) {
      if (!/^@(tensorflow|reciprocal)\//.test(name)) continue;
      const places = createRequire(join(folder, "package.json")).resolve.paths(name)!;
      const place = places.map((path) => join(path, name)).find((path) => existsSync(path));
      if (place === undefined) continue; // an optional one that could not be installed
      const real = realpathSync(place);
      if (name.startsWith("@tensorflow/")) folders.set(name, (folders.get(name) ?? new Set()).add(real));
      visit(real);
    }
  };
  visit(start);
  return folders;
}

describe("the packages of TensorFlow.js", () => {
  // a second copy has tensors, kernels and layers of its own, which the first does not know
  it("are there once each, tfjs-node and @reciprocal/tfjs included", () => {
    const folders = tfjsFolders(dirname(import.meta.dirname));
    expect(folders.has("@tensorflow/tfjs-core")).toBe(true);
    expect(folders.has("@tensorflow/tfjs-layers")).toBe(true);
    for (const [name, places] of folders) expect([...places], name).toHaveLength(1);
  });
});
