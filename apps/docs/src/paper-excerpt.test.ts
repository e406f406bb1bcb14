import { describe, expect, it } from "vitest";
import { paperExperiments, paperRuns, paperSummary } from "./paper-excerpt.js";

const report = `# The paper

Networks were trained.

Of copies.

## Missing

- 2 of 6 runs

## What matched, and what did not

All of it:

| statement |

### What did not match

Nothing.

## Accuracy, one layer

Networks n–N–10.

\`\`\`sh
npm run bench
\`\`\`

### MNIST

![First](figures/first.svg)

![Second](figures/second.svg)

| width |

## The runs

4 runs.
`;

describe("paperSummary", () => {
  it("keeps which statements held, without where they did not", () => {
    expect(paperSummary(report)).toBe("All of it:\n\n| statement |");
  });

  it("refuses a report that sums nothing up", () => {
    expect(() => paperSummary("# The paper\n")).toThrow(
      "paperExcerpt: the report needs a section “What matched, and what did not”, found none",
    );
  });
});

describe("paperExperiments", () => {
  it("keeps of an experiment its question and first figure", () => {
    expect(paperExperiments(report, { figures: "../there", page: "/results/paper" })).toBe(
      `## Accuracy, one layer

Networks n–N–10.

![First](../there/first.svg)

On MNIST. First

[Other data sets, tables, commands and settings](/results/paper#accuracy-one-layer)`,
    );
  });
});

describe("paperRuns", () => {
  it("says what computed the runs, and which are missing", () => {
    expect(paperRuns(report)).toBe(
      "4 runs.\n\nMissing:\n\n- 2 of 6 runs\n\nNetworks were trained.\n\nOf copies.",
    );
  });
});
