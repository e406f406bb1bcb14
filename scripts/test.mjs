import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { resolve } from "node:path";
import { pnpm, runOrShow, setUp } from "./pnpm.mjs";

// npm test: set-up and then every check, all of them even when one fails. The last line counts tests, README blocks, API
// records, what a release would make, known holes, the site and the static checks.
const counts = { passed: 0, failed: 0 };

if (await stage("set-up", () => count(setUp()))) {
  await stage("typecheck", () => count(runOrShow(["run", "typecheck"])));
  await stage("lint", () => count(runOrShow(["run", "lint"])));
  await stage("format", () => count(runOrShow(["run", "format:check"])));
  await stage("site", () => count(runOrShow(["run", "docs:build:sub-path"]))); // the tests in a browser open it
  await stage("unit tests", unitTests);
  // imported only now: these need the installed packages
  await stage("docs", async () => (await import("./docs-check.mjs")).checkDocs());
  await stage("API records", async () => (await import("./api-check.mjs")).checkApi());
  await stage("release", async () => (await import("./release.mjs")).checkRelease());
  await stage("audit", async () => (await import("./audit.mjs")).checkAudit());
}

console.log(`${counts.passed} passed, ${counts.failed} failed`);
process.exitCode = counts.failed === 0 ? 0 : 1;

/** Announces and runs one stage, adds up its counts, and returns whether it went well. */
async function stage(name, run) {
  console.log(`\n== ${name}`);
  const start = performance.now();
  const { passed, failed } = await run();
  counts.passed += passed;
  counts.failed += failed;
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`== ${name}: ${passed} passed, ${failed} failed, ${seconds} s`);
  return failed === 0;
}

function count(isGood) {
  return isGood ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
}

/** A file that fails before its tests, and a failure outside any test, count as one failed test each. */
function unitTests() {
  const folder = mkdtempSync(resolve(tmpdir(), "reciprocal-test-"));
  try {
    const report = resolve(folder, "vitest.json");
    const { status } = pnpm([
      ...["exec", "vitest", "run", "--reporter=default", "--reporter=json", `--outputFile.json=${report}`],
      ...process.argv.slice(2),
    ]);
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
