import { describe, expect, it } from "vitest";
import { paperExcerpt } from "./paper-excerpt.js";

const report = `# The paper

Networks were trained.

## Missing

- 2 of 6 runs

## What matched, and what did not

All of it.

### What did not match

Nothing.

## Accuracy, one layer

Networks n–N–10.

\`\`\`sh
npm run bench
\`\`\`

### mnist

![First](figures/first.svg)

![Second](figures/second.svg)

| width |
`;

describe("paperExcerpt", () => {
  it("keeps what is about the runs and sums up, and of an experiment its question and first figure", () => {
    expect(paperExcerpt(report, { figures: "../there", page: "/results/paper" })).toBe(`Networks were trained.

## Missing

- 2 of 6 runs

## What matched, and what did not

All of it.

### What did not match

Nothing.

## Accuracy, one layer

Networks n–N–10.

![First](../there/first.svg)

On mnist. First

[Other data sets, tables, commands and settings](/results/paper#accuracy-one-layer)

`);
  });

  it("refuses a report that sums nothing up", () => {
    expect(() => paperExcerpt("# The paper\n", { figures: "", page: "" })).toThrow(
      "paperExcerpt: the report needs a section “What matched, and what did not”, found none",
    );
  });
});
