import type { MarkdownEnv } from "vitepress";

/**
 * How results are ordered, for MiniSearch. The site sends the functions to the browser as text, so they must use nothing
 * outside themselves.
 */
export const searchOptions = {
  fuzzy: 0.2,
  prefix: true,
  boost: { title: 4, text: 2, titles: 1 },
  /**
   * Guides come before references, of which some have a heading for each word or error, and the beginning of a page before
   * its sections.
   */
  boostDocument(id: unknown, _term: unknown, stored: unknown): number {
    const path = String(id);
    const { titles } = (stored ?? {}) as { readonly titles?: readonly string[] };
    const isPage = titles?.length === 0;
    const isReference =
      /\/(api|results)\/|\/(changelog|reproduction|odd-numbers|file-format|glossary)|\/packages\/bench/.test(
        path,
      );
    const isCase = /\/packages\/|\/tfjs-node/.test(path) || (path.includes("/troubleshooting") && !isPage);
    return (isReference ? 0.3 : isCase ? 0.4 : 1) * (isPage ? 1.5 : 1);
  },
};

/**
 * What a page is found by: its text, and the words of `keywords` in its frontmatter, which newcomers use for what it is
 * about. Of the API it is names and what they do, without their parameters: these would be most of what a browser loads to search.
 */
export function searchText(
  source: string,
  env: MarkdownEnv,
  markdown: { readonly render: (source: string, env: MarkdownEnv) => string },
): string {
  const html = markdown.render(source, env);
  const { search, keywords } = (env.frontmatter ?? {}) as {
    readonly search?: boolean;
    readonly keywords?: string;
  };
  if (search === false) return "";
  if (env.relativePath.startsWith("api/")) return html.replaceAll(/<h[4-6].*?(?=<h[1-3]|$)/gs, "");
  return keywords === undefined ? html : html.replace("</h1>", `</h1>\n<p>${keywords}</p>\n`);
}
