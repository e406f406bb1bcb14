import "./end-with-parents.mjs";
import { runOrShow, setUp } from "./pnpm.mjs";
import { unitTests } from "./unit-tests.mjs";

// npm test: set-up and then every check, all of them even when one fails. The last line counts tests, README blocks, API
// records, what a release would make, known vulnerabilities, the site and the static checks.
const counts = { passed: 0, failed: 0 };

if (await stage("set-up", () => count(setUp()))) {
  await stage("typecheck", () => count(runOrShow(["run", "typecheck"])));
  await stage("lint", () => count(runOrShow(["run", "lint"])));
  await stage("format", () => count(runOrShow(["run", "format:check"])));
  await stage("spelling", () => count(runOrShow(["run", "spelling"])));
  await stage("site", () => count(runOrShow(["run", "docs:build:sub-path"]))); // the tests in a browser open it
  await stage("unit tests", () => unitTests(process.argv.slice(2)));
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
