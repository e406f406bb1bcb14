import { createMarkdownRenderer } from "vitepress";
import { describe, expect, it } from "vitest";
import { searchOptions, searchText } from "./site-search.js";

const render = async (source: string, relativePath: string): Promise<string> =>
  searchText(
    source,
    { path: relativePath, relativePath, cleanUrls: false },
    await createMarkdownRenderer("."),
  );

describe("searchText", () => {
  it("adds the keywords of a page below its title", async () => {
    const html = await render("---\nkeywords: Safari, iOS\n---\n\n# Where\n\nHere.\n", "where.md");
    expect(html).toMatch(/<\/h1>\s*<p>Safari, iOS<\/p>\s*<p>Here/);
  });

  it("leaves out what asks for it, and the parameters of the API", async () => {
    expect(await render("---\nsearch: false\n---\n\n# A\n", "a.md")).toBe("");
    const html = await render(
      "# API\n\n### fit\n\nTrains.\n\n#### Parameters\n\nLong.\n\n### stop\n\nEnds.\n",
      "api/a.md",
    );
    expect(html).toContain("Trains");
    expect(html).toContain("Ends");
    expect(html).not.toContain("Long");
  });
});

describe("searchOptions", () => {
  it("puts guides before packages, packages before references, and pages before their sections", () => {
    const weight = (id: string, titles: string[] = []): number =>
      searchOptions.boostDocument(id, "", { titles });
    expect(weight("/a/limits.html")).toBeGreaterThan(weight("/a/limits.html#speed", ["Limits"]));
    expect(weight("/a/limits.html")).toBeGreaterThan(weight("/a/packages/network.html"));
    expect(weight("/a/packages/network.html")).toBeGreaterThan(weight("/a/api/network.html"));
  });
});
