import { describe, expect, it } from "vitest";
import { bibtex } from "./citation.js";

describe("bibtex", () => {
  it("writes the article that users are asked to cite", () => {
    const cff = `
preferred-citation:
  title: "Of A: and B"
  authors:
    - { given-names: Ada, family-names: Bell }
    - { given-names: Cy, family-names: Dee }
  journal: Journal
  volume: 104
  issue: 5
  number: "054312"
  year: 2021
  doi: 10.1/2
`;
    expect(bibtex(cff)).toBe(`\`\`\`bibtex
@article{bell2021,
  title = {{Of A: and B}},
  author = {Bell, Ada and Dee, Cy},
  journal = {Journal},
  volume = {104},
  number = {5},
  pages = {054312},
  year = {2021},
  doi = {10.1/2},
}
\`\`\``);
  });

  it("says what is missing", () => {
    expect(() => bibtex("title: A")).toThrow(
      new TypeError("bibtex: CITATION.cff needs a preferred-citation, found none"),
    );
  });
});
