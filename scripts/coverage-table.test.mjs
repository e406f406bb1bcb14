import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import { coverageTable, formatCoverage } from "./coverage-table.mjs";

const counts = (covered, total) => ({ covered, total });
const top = resolve("/top");
const summary = {
  total: { lines: counts(1, 1), branches: counts(1, 1) },
  [resolve(top, "packages/b/src/whole.ts")]: { lines: counts(10, 10), branches: counts(0, 0) },
  [resolve(top, "packages/a/src/half.ts")]: { lines: counts(5, 10), branches: counts(1, 4) },
  [resolve(top, "packages/a/src/most.ts")]: { lines: counts(29, 30), branches: counts(4, 4) },
};

describe("the table of a coverage", () => {
  it("adds up the files of a package, and names those of which most is left", () => {
    const table = coverageTable(summary, top);
    expect(table.rows).toEqual([
      { name: "packages/a", lines: counts(34, 40), branches: counts(5, 8) },
      { name: "packages/b", lines: counts(10, 10), branches: counts(0, 0) },
    ]);
    expect(formatCoverage(table).split("\n")).toEqual([
      "                        lines           branches",
      "packages/a       85.0 % of 40        62.5 % of 8",
      "packages/b      100.0 % of 10       100.0 % of 0",
      "",
      "Most is left of",
      "packages/a/src/half.ts: 5 lines, 3 branches",
      "packages/a/src/most.ts: 1 lines, 0 branches",
    ]);
  });
});
