import { createMarkdownRenderer } from "vitepress";
import { beforeAll, describe, expect, it } from "vitest";
import { repositoryLinks } from "./repository-links.js";

describe("repositoryLinks", () => {
  let render: (text: string) => string;
  let renderTitle: (text: string) => string;
  beforeAll(async () => {
    const published = [
      { source: "packages/network/README.md", page: "packages/network.md" },
      { source: "apps/bench/results/paper/report.md", page: "results/paper.md" },
    ];
    const options = { root: "/repository", pages: "/repository/apps/docs/pages", published };
    const markdown = await createMarkdownRenderer(options.pages, {
      config: (renderer) => repositoryLinks(renderer, options),
    });
    renderTitle = (text) => markdown.renderInline(text, {});
    render = (text) =>
      markdown.render(`---\nsource: apps/bench/results/paper/report.md\n---\n${text}`, {
        path: "/repository/apps/docs/pages/results/paper.md",
        relativePath: "results/paper.md",
        cleanUrls: false,
      });
  });

  it.each([
    ["[a](../../../../packages/network)", `href="/packages/network.html"`],
    ["[a](../../../../packages/network/README.md#limits)", `href="/packages/network.html#limits"`],
    ["[a](../paper/)", `href="/results/paper.html"`],
    ["[a](../../../docs/pages/limits.md)", `href="/limits.html"`],
    ["[a](../../../docs/pages/public/iris.csv)", `href="/iris.csv"`],
    ["[a](#here)", `href="#here"`],
    ["[a](https://example.org/b)", `href="https://example.org/b"`],
    ["![a](figures/b.svg)", `src="/@repository/apps/bench/results/paper/figures/b.svg"`],
  ])("makes %s lead to %s", (text, attribute) => {
    expect(render(text)).toContain(attribute);
  });

  it("leaves the text of a title alone, which comes without its page", () => {
    expect(renderTitle("A title")).toBe("A title");
  });

  it("refuses a link to what the site does not show", () => {
    expect(() => render("[a](../../../../LICENSE)")).toThrow(
      "apps/bench/results/paper/report.md: a link must lead to a page of the site, got ../../../../LICENSE",
    );
  });
});
