import { readFileSync, readdirSync } from "node:fs";
import { join, posix } from "node:path";
import { Parser } from "htmlparser2";

/** The assumed address of the pages, so that addresses of other hosts are recognized. */
const site = "https://site.invalid";

interface ParsedPage {
  readonly ids: ReadonlySet<string>;
  /** Targets of links, and of what the page loads. */
  readonly links: readonly string[];
  readonly loads: readonly string[];
}

/**
 * The problems of the links inside a built site, one line each: targets that are not files of the site, anchors that no
 * element of their page has, absolute paths outside the base, and files that a page loads from another site. Links to
 * other sites are not followed.
 *
 * @param folder - the built site
 * @param base - path under which it is served, with a slash at both ends
 */
export function checkLinks(folder: string, base: string): string[] {
  const files = new Set(
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => posix.relative(folder, posix.join(entry.parentPath, entry.name))),
  );
  const pages = new Map(
    [...files].filter((name) => name.endsWith(".html")).map((name) => [name, parsePage(join(folder, name))]),
  );
  const problems: string[] = [];
  for (const [name, { links, loads }] of pages) {
    for (const target of new Set([...links, ...loads])) {
      const url = new URL(target, `${site}${base}${name}`);
      if (url.origin !== site) {
        if (loads.includes(target)) problems.push(`${name}: loads ${target} from elsewhere`);
        continue;
      }
      const problem = problemOf(decodeURI(url.pathname), decodeURIComponent(url.hash.slice(1)));
      if (problem !== undefined) problems.push(`${name}: ${target}: ${problem}`);
    }
  }
  return problems;

  function problemOf(path: string, anchor: string): string | undefined {
    if (!path.startsWith(base)) return `not under ${base}`;
    const place = path.slice(base.length);
    const file = place === "" || place.endsWith("/") ? `${place}index.html` : place;
    if (!files.has(file)) return "no such file";
    return anchor === "" || pages.get(file)?.ids.has(anchor) ? undefined : "no such anchor";
  }
}

function parsePage(path: string): ParsedPage {
  const ids = new Set<string>();
  const links: string[] = [];
  const loads: string[] = [];
  const parser = new Parser({
    onopentag(tag, { id, href, src, rel }) {
      if (id !== undefined) ids.add(id);
      if (src !== undefined && !src.startsWith("data:")) loads.push(src);
      if (href !== undefined && !href.startsWith("data:"))
        (tag === "link" && rel !== "canonical" ? loads : links).push(href);
    },
  });
  parser.end(readFileSync(path, "utf8"));
  return { ids, links, loads };
}
