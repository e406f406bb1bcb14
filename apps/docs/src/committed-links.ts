import { posix } from "node:path";
import type { MarkdownRenderer } from "vitepress";

/** A committed file, as a code host has it. */
export interface CommittedFile {
  /** Path from the top of the repository. */
  readonly path: string;
  /** Of Markdown. */
  readonly text?: string;
}

/**
 * The problems of relative links and pictures in committed Markdown files as a code host resolves them, one line each:
 * targets that are no committed file or folder, anchors that their page does not have, and paths from the top, which
 * lead elsewhere there. Links to other sites are not followed.
 */
export function committedLinkProblems(markdown: MarkdownRenderer, files: readonly CommittedFile[]): string[] {
  const places = new Set(files.flatMap(({ path }) => [path, ...foldersOf(path)]));
  const texts = new Map(files.flatMap(({ path, text }) => (text === undefined ? [] : [[path, text]])));
  const anchors = new Map<string, ReadonlySet<string>>();
  const problems: string[] = [];
  for (const [path, text] of texts) {
    for (const target of new Set(linksOf(markdown, path, text))) {
      const problem = problemOf(path, target);
      if (problem !== undefined) problems.push(`${path}: ${target}: ${problem}`);
    }
  }
  return problems;

  function problemOf(path: string, target: string): string | undefined {
    if (/^([a-z]+:|\/\/)/i.test(target)) return undefined;
    if (target.startsWith("/")) return "needs a path from its file, since a code host has another top";
    const [place = "", anchor] = target.split("#");
    const file =
      place === "" ? path : posix.join(posix.dirname(path), decodeURI(place)).replace(/\/$/, "") || ".";
    if (!places.has(file)) return "no such file";
    if (anchor === undefined) return undefined;
    const page = texts.has(file) ? file : posix.join(file, "README.md");
    return anchorsOf(page).has(decodeURIComponent(anchor)) ? undefined : "no such anchor";
  }

  function anchorsOf(page: string): ReadonlySet<string> {
    const known = anchors.get(page) ?? headingAnchors(markdown, page, texts.get(page) ?? "");
    anchors.set(page, known);
    return known;
  }
}

function foldersOf(path: string): string[] {
  const folder = posix.dirname(path);
  return folder === "." ? ["."] : [folder, ...foldersOf(folder)];
}

function linksOf(markdown: MarkdownRenderer, path: string, text: string): string[] {
  return markdown
    .parse(text, { path }) // VitePress finds files that a page includes from there
    .flatMap(({ children }) => children ?? [])
    .flatMap((token) => {
      const target = token.attrGet(token.type === "image" ? "src" : "href");
      const isWritten = token.attrGet("class") !== "header-anchor"; // the renderer's own, of every heading
      return target !== null && isWritten && ["link_open", "image"].includes(token.type) ? [target] : [];
    });
}

/** The anchors of headings by the rule of GitHub: lower case, only letters, digits, `_`, `-`, and a hyphen for a space. */
function headingAnchors(markdown: MarkdownRenderer, path: string, text: string): ReadonlySet<string> {
  const tokens = markdown.parse(text, { path });
  const found = new Set<string>();
  tokens.forEach((token, i) => {
    if (token.type !== "heading_open") return;
    const title = (tokens[i + 1]?.children ?? [])
      .filter(({ type }) => type === "text" || type === "code_inline")
      .map(({ content }) => content)
      .join("");
    const base = title
      .toLowerCase()
      .replaceAll(/[^\p{L}\p{N}\p{M}_ -]/gu, "")
      .trim()
      .replaceAll(" ", "-");
    let anchor = base;
    for (let again = 1; found.has(anchor); again++) anchor = `${base}-${again}`;
    found.add(anchor);
  });
  return found;
}
