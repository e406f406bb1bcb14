import type { MarkdownRenderer } from "vitepress";

/** Keeps a number and its deviation or unit on one line: `0.97 ± 0.01`, `50 %`. */
export function unbroken(markdown: MarkdownRenderer): void {
  markdown.core.ruler.push("unbroken", ({ tokens }) => {
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      if (token.type === "text")
        token.content = token.content.replaceAll(" ± ", "\u00a0±\u00a0").replaceAll(/(\d) %/g, "$1\u00a0%");
    }
  });
}
