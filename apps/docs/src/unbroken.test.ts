import { createMarkdownRenderer } from "vitepress";
import { expect, it } from "vitest";
import { unbroken } from "./unbroken.js";

it("unbroken joins a number and its deviation or unit, but not in code", async () => {
  const markdown = await createMarkdownRenderer("/pages", { config: unbroken });
  const html = markdown.render("0.5 ± 0.1, 50 % of `1 ± 2 %`");
  expect(html).toBe("<p>0.5\u00a0±\u00a00.1, 50\u00a0% of <code>1 ± 2 %</code></p>\n");
});
