import "./end-with-parents.mjs";
import { spawnSync } from "node:child_process";
import { readdirSync } from "node:fs";
import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./pnpm.mjs";
import { unitTests } from "./unit-tests.mjs";

/** Lines of Node in long-term support, beside that of the lowest version that `engines` admits. */
export const longTermSupport = [22, 24];

/**
 * Runs the unit tests of the packages on the newest version of each of those lines but the installed one, on which npm
 * test runs them. Left out are the tests in a browser, which does not change with Node, and those of the apps and the
 * tools, which are not published. Needs the packages built.
 */
export function testNodeVersions(args = []) {
  const projects = readdirSync(resolve(root, "packages")).map((name) => `--project=@reciprocal/${name}`);
  const browser = ["browser", "start-wasm"].map((name) => `--exclude=**/${name}.test.ts`);
  const env = { ...process.env, RECIPROCAL_DATA: undefined }; // without the tests on real data, which take long
  const counts = { passed: 0, failed: 0 };
  for (const major of longTermSupport) {
    if (process.version.startsWith(`v${major}.`)) continue;
    const node = fetchNode(major);
    console.log(`\n== Node ${node?.version ?? major}`);
    const { passed, failed } = node
      ? unitTests([...projects, ...browser, ...args], { node: node.path, env })
      : { passed: 0, failed: 1 };
    counts.passed += passed;
    counts.failed += failed;
  }
  return counts;
}

/** The newest Node of a line, from npm, which has each as a package per platform without an install script. */
export function fetchNode(major) {
  const platform = process.platform === "win32" ? "win" : process.platform;
  const name = `node-${platform}-${process.arch}`;
  const folder = resolve(root, "node_modules/.cache", `node-${major}`);
  const flags = ["--no-save", "--no-audit", "--no-fund", "--loglevel=error", "--prefix", folder];
  const npm = spawnSync("npm", ["install", ...flags, `${name}@${major}`], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  const path = resolve(folder, "node_modules", name, platform === "win" ? "bin/node.exe" : "bin/node");
  const { stdout, error } = spawnSync(path, ["-p", "process.version"], { encoding: "utf8" });
  const version = stdout?.trim();
  if (npm.status === 0 && version?.startsWith(`v${major}.`)) return { path, version };
  console.error(`Node ${major}: npm gave no ${name} that runs (${error?.message ?? `got ${version}`})`);
  return undefined;
}

// node-versions [option of vitest …]
if (import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { passed, failed } = testNodeVersions(process.argv.slice(2));
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}
