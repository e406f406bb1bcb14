import "./end-with-parents.mjs";
import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import { fetchNode } from "./node-versions.mjs";
import { root } from "./pnpm.mjs";

/** Packages whose tests must notice what changes in them. */
export const packages = ["spectral", "graph", "network", "onnx", "pruning", "model", "training"];

/** Percent of mutants that the tests of each package must kill. */
const lowest = 85;

// mutation [package …] [--sample F] [--seed S] [--concurrency N] [--files GLOB]: changes the sources of packages in many small
// ways (mutants), and runs their tests on each. A mutant that no test notices survives: either a test is missing, or the
// code does nothing. All mutants of all packages take many hours; `--sample 0.05` takes each with that chance.
if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      sample: { type: "string", default: "1" },
      seed: { type: "string", default: "1" },
      concurrency: { type: "string", default: "2" },
      files: { type: "string" },
    },
  });
  const unknown = positionals.find((name) => !packages.includes(name));
  if (unknown) throw new Error(`mutation: a package must be one of ${packages.join(", ")}, got ${unknown}`);
  const share = Number(values.sample);
  if (!(share > 0 && share <= 1)) {
    throw new Error(`mutation: --sample must be above 0 and at most 1, got ${values.sample}`);
  }
  process.exitCode = runAll(positionals.length > 0 ? positionals : packages, { ...values, share }) ? 0 : 1;
}

/** Whether the tests of every package kill enough. Reports go to `mutation-report/`. */
function runAll(names, options) {
  const node = process.version.startsWith("v20.") ? fetchNode(22)?.path : process.execPath; // Stryker needs 22
  if (!node) return false;
  const tree = copyTree();
  try {
    const rows = names.map((name) => runOne(tree, node, name, options));
    console.log(table(rows));
    return rows.every(({ score }) => score >= lowest);
  } finally {
    rmSync(tree, { recursive: true, force: true });
  }
}

/**
 * The files of this repository in a folder of their own, installed: mutants are written into the sources themselves,
 * since packages import each other by links that lead to the sources.
 */
function copyTree() {
  const tree = mkdtempSync(join(tmpdir(), "reciprocal-mutation-"));
  const files = spawnSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: root,
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  }).stdout.split("\0");
  for (const file of files) {
    if (file === "" || file.startsWith("apps/bench/results/") || !existsSync(join(root, file))) continue;
    cpSync(join(root, file), join(tree, file));
  }
  makeTablesAnew(join(tree, "tooling/guards/src/options.ts"));
  const pnpm = join(root, "node_modules/pnpm/bin/pnpm.cjs");
  const { status } = spawnSync(process.execPath, [pnpm, "install", "--frozen-lockfile", "--prefer-offline"], {
    cwd: tree,
    stdio: ["ignore", "ignore", "inherit"],
  });
  if (status !== 0) throw new Error(`mutation: the copy in ${tree} could not be installed`);
  return tree;
}

/**
 * Tables of options are made at the first call and kept, so that only the test that comes first is seen to run what is in
 * them, and none but that one would be tried on their mutants.
 */
function makeTablesAnew(file) {
  const source = readFileSync(file, "utf8");
  const changed = source.replace("(made ??= makeTable()", "(made = makeTable()");
  if (changed === source) throw new Error(`mutation: ${file} keeps its tables in another way now`);
  writeFileSync(file, changed);
}

function runOne(tree, node, name, { share, seed, concurrency, files }) {
  console.log(`\n== ${name}`);
  const folder = `packages/${name}`;
  const reports = join(root, "mutation-report");
  mkdirSync(reports, { recursive: true });
  writeFileSync(join(tree, "vitest.mutation.mjs"), vitestConfig());
  writeFileSync(
    join(tree, "stryker.config.json"),
    JSON.stringify({
      // listed by hand: Stryker looks for plugins beside itself, and pnpm puts nothing there
      plugins: ["@stryker-mutator/vitest-runner", join(tree, "scripts/mutation/ignorers.mjs")],
      testRunner: "vitest",
      vitest: { configFile: "vitest.mutation.mjs", dir: folder, related: false },
      mutate: [
        files ?? `${folder}/src/**/*.ts`,
        `!${folder}/src/**/*.test.ts`,
        ...(existsSync(join(tree, folder, "src/testing")) ? [`!${folder}/src/testing/**`] : []),
        `!${folder}/src/**/index.ts`,
      ],
      ignorers: ["wording", ...(share < 1 ? ["sample"] : [])],
      sample: { share, seed: Number(seed) },
      ignoreStatic: true, // what runs once at the start needs a new process and all tests for each mutant
      coverageAnalysis: "perTest",
      concurrency: Number(concurrency),
      timeoutMS: 10_000,
      dryRunTimeoutMinutes: 30,
      inPlace: true,
      warnings: { unknownOptions: false },
      reporters: ["json", "html", "clear-text"],
      clearTextReporter: { reportTests: false, reportScoreTable: false, allowColor: false },
      jsonReporter: { fileName: join(reports, `${name}.json`) },
      htmlReporter: { fileName: join(reports, `${name}.html`) },
      tempDirName: ".stryker",
    }),
  );
  const { status } = spawnSync(node, ["node_modules/@stryker-mutator/core/bin/stryker.js", "run"], {
    cwd: tree,
    stdio: ["ignore", "inherit", "inherit"],
    env: { ...process.env, RECIPROCAL_BROWSER_TESTS: undefined, RECIPROCAL_DATA: undefined },
  });
  if (status !== 0) throw new Error(`mutation: Stryker ended with ${status} for ${name}`);
  return { name, ...counts(JSON.parse(readFileSync(join(reports, `${name}.json`), "utf8"))) };
}

/** Tests of one package, without those in a browser, which mutants do not reach, and those that count work, which they slow down. */
function vitestConfig() {
  return `
import { defineConfig } from "vitest/config";
import config from "./vitest.config.mjs";
const { projects, ...test } = config.test;
const exclude = [
  "**/node_modules/**",
  "**/browser.test.ts",
  "**/start-wasm.test.ts",
  "**/*.growth.test.ts",
];
export default defineConfig({ ...config, test: { ...test, exclude } });
`;
}

/** Mutants by what became of them, and the percentage that was noticed. */
export function counts({ files }) {
  const by = {
    Killed: 0,
    Timeout: 0,
    Survived: 0,
    NoCoverage: 0,
    Ignored: 0,
    RuntimeError: 0,
    CompileError: 0,
  };
  for (const { mutants } of Object.values(files)) for (const { status } of mutants) by[status]++;
  const noticed = by.Killed + by.Timeout;
  return { ...by, score: (100 * noticed) / (noticed + by.Survived + by.NoCoverage) };
}

function table(rows) {
  const lines = rows.map(({ name, Killed, Timeout, Survived, NoCoverage, score }) =>
    [name, Killed, Timeout, Survived, NoCoverage, `${score.toFixed(1)} %`].map((cell) =>
      String(cell).padStart(11),
    ),
  );
  const head = ["package", "killed", "timeout", "survived", "no test", "noticed"].map((cell) =>
    cell.padStart(11),
  );
  return [head, ...lines].map((cells) => cells.join(" ")).join("\n");
}
