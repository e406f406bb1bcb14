import { posix, relative } from "node:path";
import type { MarkdownRenderer } from "vitepress";
import type { PublishedFile } from "./published-files.js";

export interface RepositoryLinksOptions {
  /** Top of the repository. */
  readonly root: string;
  /** Folder of the pages. */
  readonly pages: string;
  readonly published: readonly PublishedFile[];
}

/** Stands for the top of the repository in addresses of pictures; an alias leads it there. */
export const repositoryAlias = "/@repository";

/** What VitePress says about the page that it renders. */
interface PageEnvironment {
  readonly path?: string;
  readonly frontmatter?: { readonly source?: string };
}

/**
 * Rewrites the links and pictures of a README, which are relative to its path in the repository, so that they lead to the
 * pages of the site. Pages name that path as `source` in their frontmatter; links from a page without one are relative to
 * its file. Pictures may be outside the folder of the pages, where the server of `docs:dev` finds none by a relative path.
 *
 * @throws {Error} for a link to a file of the repository that the site does not show; the build ends with it
 */
export function repositoryLinks(
  markdown: MarkdownRenderer,
  { root, pages, published }: RepositoryLinksOptions,
): void {
  const pageOf = new Map<string, string>();
  for (const { source, page, anchor } of published) {
    if (anchor !== undefined) {
      pageOf.set(`${source}#${anchor}`, page);
      continue;
    }
    pageOf.set(source, page);
    pageOf.set(posix.dirname(source), page); // a folder is its README
  }
  const pagesPath = relative(root, pages).replaceAll("\\", "/");

  markdown.core.ruler.push("repository-links", ({ tokens, env }) => {
    const { path, frontmatter } = env as PageEnvironment;
    if (path === undefined) return; // the text of a title, rendered without its page
    const source = frontmatter?.source ?? relative(root, path).replaceAll("\\", "/");
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const attribute = { link_open: "href", image: "src" }[token.type];
      const target = attribute === undefined ? null : token.attrGet(attribute);
      if (attribute === undefined || target === null || /^([a-z]+:|#|\/)/.test(target)) continue;
      const [place, anchor] = target.split("#");
      const file = posix.join(posix.dirname(source), place ?? "").replace(/\/$/, "");
      const section = pageOf.get(`${file}#${anchor}`);
      const page =
        section ??
        pageOf.get(file) ??
        // what is offered for download is at the top of the site
        (file.startsWith(`${pagesPath}/`)
          ? posix.relative(pagesPath, file).replace(/^public\//, "")
          : undefined);
      if (page !== undefined)
        token.attrSet(attribute, `/${page}${anchor === undefined || section ? "" : `#${anchor}`}`);
      else if (attribute === "src") token.attrSet("src", `${repositoryAlias}/${file}`);
      else throw new Error(`${source}: a link must lead to a page of the site, got ${target}`);
    }
  });
}
