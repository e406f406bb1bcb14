import { existsSync, readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";

/** A note about what users will see, written with the change itself. */
interface Changeset {
  /** Names of packages, without their scope; the one that the change is about first. */
  readonly packages: readonly string[];
  readonly text: string;
}

/**
 * What changed, as Markdown: what the next release brings (the changesets), and the changelogs of the packages that have
 * one. A package folds, since few readers use all of them.
 *
 * @param root - top of the repository
 */
export function changelogPage(root: string): string {
  const packages = readdirSync(join(root, "packages"));
  const published = packages.some((name) => existsSync(join(root, "packages", name, "CHANGELOG.md")));
  const coming = nextChanges(root);
  return [
    "# Changelog",
    published
      ? "What each version of each package brought, the newest first."
      : "No version is published yet. The first one brings all of this.",
    ...(coming.length === 0 ? [] : ["## Next release", ...comingBlocks(coming, packages)]),
    ...(published ? ["## Releases", ...releaseBlocks(root, packages)] : []),
    "",
  ].join("\n\n");
}

function comingBlocks(changes: readonly Changeset[], packages: readonly string[]): string[] {
  return packages.flatMap((name) => {
    const own = changes.filter((change) => change.packages[0] === name);
    if (own.length === 0) return [];
    const items = own.map(({ packages: [, ...others], text }) => {
      const also = others.length === 0 ? "" : ` (Also ${others.join(", ")}.)`;
      return `- ${text.replaceAll("\n", "\n  ")}${also}`;
    });
    return [fold(`${name}: ${own.length === 1 ? "one change" : `${own.length} changes`}`, items.join("\n"))];
  });
}

function releaseBlocks(root: string, packages: readonly string[]): string[] {
  return packages.flatMap((name) => {
    const path = join(root, "packages", name, "CHANGELOG.md");
    if (!existsSync(path)) return [];
    // its title is that of the fold, and its headings are below it
    return [
      fold(
        name,
        readFileSync(path, "utf8")
          .replace(/^# .*\n/, "")
          .replaceAll(/^#(?=#)/gm, "##")
          .trim(),
      ),
    ];
  });
}

function fold(summary: string, content: string): string {
  return `::: details ${summary}\n\n${content}\n\n:::`;
}

function nextChanges(root: string): Changeset[] {
  const folder = join(root, ".changeset");
  return readdirSync(folder)
    .filter((file) => file.endsWith(".md") && file !== "README.md")
    .sort()
    .flatMap((file) => {
      const [, head, text] = /^---\n(.*?)---\n(.*)$/s.exec(readFileSync(join(folder, file), "utf8")) ?? [];
      const packages = [...(head ?? "").matchAll(/^"@reciprocal\/([\w-]+)": \w+$/gm)].map(
        ([, name]) => name!,
      );
      return packages.length === 0 ? [] : [{ packages, text: text!.trim() }];
    });
}
