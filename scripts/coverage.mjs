import "./end-with-parents.mjs";
import { readFileSync, readdirSync } from "node:fs";
import { resolve } from "node:path";
import { coverageTable, formatCoverage } from "./coverage-table.mjs";
import { root } from "./pnpm.mjs";
import { unitTests } from "./unit-tests.mjs";

// pnpm coverage [package …]: which lines and branches of the packages their own tests run, in a table. Takes half as long again as
// the tests alone, so that npm test does without. Line by line it stands in coverage/index.html.
const known = readdirSync(resolve(root, "packages"));
const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !known.includes(name));
if (unknown.length > 0) {
  console.error(`usage: pnpm coverage [package …]; packages are ${known.join(", ")}`);
  process.exit(2);
}

const names = asked.length > 0 ? asked : known;
const { failed } = unitTests([
  ...names.map((name) => `--project=@reciprocal/${name}`),
  ...["--coverage.enabled", "--coverage.provider=v8", "--coverage.reportOnFailure"],
  ...["--coverage.reporter=json-summary", "--coverage.reporter=html"],
  `--coverage.reportsDirectory=${resolve(root, "coverage")}`,
  ...names.map((name) => `--coverage.include=packages/${name}/src/**/*.ts`),
  ...["--coverage.exclude=**/*.test.ts", "--coverage.exclude=**/testing/**"],
]);
const summary = JSON.parse(readFileSync(resolve(root, "coverage/coverage-summary.json"), "utf8"));
console.log(`\n${formatCoverage(coverageTable(summary, root))}\n`);
console.log(failed === 0 ? "1 passed, 0 failed" : "0 passed, 1 failed");
process.exitCode = failed === 0 ? 0 : 1;
