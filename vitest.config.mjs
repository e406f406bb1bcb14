import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { configDefaults, defineConfig } from "vitest/config";
import "./scripts/end-with-parents.mjs";

const top = import.meta.dirname;
const folders = ["packages", "apps", "tooling"]
  .flatMap((parent) => readdirSync(join(top, parent)).map((name) => join(top, parent, name)))
  .filter((folder) => existsSync(`${folder}/package.json`));

// inline projects, since only these take over the settings below
const growth = "**/*.growth.test.ts";
const projects = folders.map((folder) => {
  const { name } = JSON.parse(readFileSync(`${folder}/package.json`, "utf8"));
  const setup = join(folder, "src/global-setup.ts");
  // Test files of a package share a process and its modules, which halves the time; those of the ones named here change
  // what a process has once: the backend of TensorFlow.js, the kernels that it runs, the classes that it knows.
  const isolate = ["@reciprocal/tfjs", "@reciprocal/bench", "@reciprocal/docs"].includes(name);
  return {
    extends: true,
    root: folder,
    test: {
      ...{ name, isolate, globalSetup: existsSync(setup) ? [setup] : [] },
      exclude: [...configDefaults.exclude, growth],
    },
  };
});

export default defineConfig({
  // tests run the sources of all packages, so that none must be built first; the other conditions are those of vite
  resolve: { conditions: ["source", "module", "browser", "development|production"] },
  ssr: { resolve: { conditions: ["source", "module", "node", "development|production"] } },
  test: {
    projects: [
      ...projects,
      { extends: true, test: { name: "scripts", include: ["scripts/**/*.test.mjs"] } },
      {
        extends: true,
        // what was compiled before, or to machine code, counts no work: each file has a process of its own
        test: { name: "growth", include: [growth], isolate: true, execArgv: ["--no-opt"] },
      },
    ],
    testTimeout: 60_000,
    hookTimeout: 60_000, // some start a browser
  },
});
