import { describe, expect, it } from "vitest";
import { splitReport } from "./split-report.js";

const short =
  "# Title\n\nAbout.\n\n## What came out\n\nMuch.\n\n## One, two\n\n### MNIST\n\n![a](b.svg)\n\n## The runs\n\n2.\n";
const linkTo = (anchor: string): string => `/results/paper/${anchor}`;

describe("splitReport", () => {
  it("leaves a report that is not long as it is", () => {
    expect(splitReport(short, linkTo)).toEqual({ main: short, sections: [] });
  });

  it("makes pages of the sections with figures of a long one, with links in their place", () => {
    const long = short.replace("Much", "much ".repeat(5000));
    expect(splitReport(long, linkTo)).toEqual({
      main: long.replace(
        "## One, two\n\n### MNIST\n\n![a](b.svg)\n\n",
        "## Experiments\n\n- [One, two](/results/paper/one-two)\n\n",
      ),
      sections: [{ title: "One, two", anchor: "one-two", text: "# One, two\n\n## MNIST\n\n![a](b.svg)\n\n" }],
    });
  });
});
