/** Search engines and messengers show about as much. */
const longest = 200;

/**
 * What a page is about, in plain text: the sentences at its beginning, as many as fit into 200 characters, at least one.
 *
 * @param markdown - the page; frontmatter, headings, comments, code, tables and pictures do not count
 * @returns undefined for a page without sentences
 */
export function describePage(markdown: string): string | undefined {
  const paragraph = markdown
    .replace(/^---\n.*?\n---\n/s, "")
    .replaceAll(/^(```+|~~~+)[^\n]*\n.*?^\1[^\n]*$/gms, "")
    .replaceAll(/<!--.*?-->/gs, "")
    .replaceAll(/<(script|style)\b.*?<\/\1>/gs, "")
    .split(/\n\s*\n/)
    .map((block) => block.trim())
    .find((block) => /^[\p{L}\d`*_["“]/u.test(block));
  if (paragraph === undefined) return undefined;
  const text = paragraph
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replaceAll(/<[^>]+>|[`*$]|\\(?=\W)/g, "")
    .replaceAll(/\s+/g, " ")
    .trim();
  const [first = "", ...more] = text.split(/(?<=[.!?:])\s+(?=\p{Lu})/u);
  let description = first;
  for (const sentence of more) {
    if (description.length + 1 + sentence.length > longest) break;
    description += ` ${sentence}`;
  }
  return description.replace(/:$/, ".");
}
