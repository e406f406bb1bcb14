import { createMarkdownRenderer } from "vitepress";
import { expect, it } from "vitest";
import { scrollableFigures } from "./scrollable-figures.js";

it("scrollableFigures lets keyboards reach paragraphs with drawings, where these do not fit a phone", async () => {
  const markdown = await createMarkdownRenderer("/pages", { config: scrollableFigures });
  const count = (text: string, frontmatter = {}) =>
    markdown.render(text, { frontmatter }).split('<p tabindex="0"><img').length - 1;
  expect(count("![A](./a.svg)\n\nText.\n\n![B](./b.png)\n\n![C](./c.svg)")).toBe(2);
  expect(count("![A](./a.svg)", { pageClass: "pictures" })).toBe(0);
});
