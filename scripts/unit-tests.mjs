import { spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { root } from "./pnpm.mjs";

/**
 * Runs vitest with these options, on the Node at a path, and counts tests. A file that fails before its tests, and a
 * failure outside any test, count as one failed test each.
 */
export function unitTests(args, { node = process.execPath, env = process.env } = {}) {
  const folder = mkdtempSync(resolve(tmpdir(), "reciprocal-test-"));
  try {
    const report = resolve(folder, "vitest.json");
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const { status, error } = spawnSync(
      node,
      [resolve(root, "node_modules/vitest/vitest.mjs"), "run", ...reporters, ...args],
      // vitest colors whenever CI is set
      { cwd: root, stdio: "inherit", env: process.stdout.isTTY ? env : { ...env, NO_COLOR: "1" } },
    );
    if (error) throw error;
    const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, "utf8"));
    const brokenFiles = testResults.filter(
      ({ status, assertionResults }) =>
        status === "failed" && !assertionResults.some((test) => test.status === "failed"),
    );
    const failed = numFailedTests + brokenFiles.length;
    return { passed: numPassedTests, failed: failed === 0 && status !== 0 ? 1 : failed };
  } catch (error) {
    console.error(`the unit tests left no report: ${error.message}`);
    return { passed: 0, failed: 1 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
