import type { MarkdownRenderer } from "vitepress";

/** Pages whose figures are drawn so narrow that a phone shows them whole; see the theme. */
const wholePages = "pictures";

/** Figures scroll on a phone, also by the keyboard: a paragraph with a drawing can be reached by it. */
export function scrollableFigures(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push("scrollable-figures", ({ tokens, env }) => {
    const { frontmatter } = env as { readonly frontmatter?: { readonly pageClass?: string } };
    if (frontmatter?.pageClass === wholePages) return;
    tokens.forEach((token, at) => {
      const content = tokens[at + 1]?.children;
      if (token.type !== "paragraph_open" || !content) return;
      const hasDrawing = content.some(
        (part) => part.type === "image" && part.attrGet("src")?.endsWith(".svg"),
      );
      if (hasDrawing) token.attrSet("tabindex", "0");
    });
  });
}
