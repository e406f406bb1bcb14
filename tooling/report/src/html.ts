import type { Drawings, Figure } from "./figure.js";
import type { Table } from "./table.js";

/** A page that needs no other file: pictures inline, no scripts, light or dark as the reader's system is. */
export function pageHtml(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>${escapeHtml(title)}</h1>
${body}
</main>
</body>
</html>
`;
}

export function figuresHtml(figures: readonly Figure[], drawings: Drawings): string {
  const figureHtml = ({ name, caption }: Figure) =>
    `<figure>${drawings.get(name) ?? ""}<figcaption>${escapeHtml(caption)}</figcaption></figure>`;
  return `<div class="figures">\n${figures.map(figureHtml).join("\n")}\n</div>`;
}

export function tableHtml({ headings, rows, prose = false }: Omit<Table, "name">): string {
  const row = (cells: readonly string[], tag: "th" | "td") =>
    `<tr>${cells.map((cell) => `<${tag}>${escapeHtml(cell)}</${tag}>`).join("")}</tr>`;
  return `<div class="wide"><table${prose ? ' class="prose"' : ""}><thead>${row(headings, "th")}</thead><tbody>
${rows.map((cells) => row(cells, "td")).join("\n")}
</tbody></table></div>`;
}

export function listHtml(sentences: readonly string[]): string {
  return `<ul>${sentences.map((sentence) => `<li>${escapeHtml(sentence)}</li>`).join("")}</ul>`;
}

export function escapeHtml(text: string): string {
  const entities: Readonly<Record<string, string>> = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
  };
  return text.replace(/[&<>"]/g, (character) => entities[character]!);
}

const style = `
:root { color-scheme: light dark; --ground: #ffffff; --ink: #1b1f24; --soft: #5c6570; --line: #d9dee3; --box: #f4f6f8; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #14171b; --ink: #e6e9ec; --soft: #a2abb5; --line: #343a41; --box: #1e2328; }
}
body { margin: 0; background: var(--ground); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 84rem; margin: 0 auto; padding: 1.5rem 1.25rem 4rem; }
h1 { font-size: 1.7rem; } h2 { margin-top: 2.5rem; } h3 { margin: 2rem 0 0.5rem; }
a { color: inherit; }
pre { white-space: pre-wrap; background: var(--box); padding: 0.75rem 1rem; overflow-x: auto; border-radius: 6px; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 32rem), 1fr)); gap: 1.5rem; }
figure { margin: 0; } figure svg { width: 100%; height: auto; }
figcaption { color: var(--soft); font-size: 0.9rem; max-width: 60rem; }
.wide { overflow-x: auto; margin-top: 1rem; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.3rem 0.9rem 0.3rem 0; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:first-child, td:first-child, td:last-child:nth-child(2), th:last-child:nth-child(2) { text-align: left; }
td:last-child:nth-child(2) { white-space: normal; }
table.prose th, table.prose td { text-align: left; white-space: normal; vertical-align: top; }
`;
