import type { Method } from "../published-settings.js";
import type { AccuracyLine } from "./accuracy-line.js";
import { differencesFromPublication } from "./differences.js";
import type { Figure } from "./figures.js";
import type { ProtocolGroup } from "./protocol-groups.js";
import { summaryTable, tableCells, tableHeadings } from "./summary-table.js";

export interface ReportSection {
  readonly group: ProtocolGroup;
  readonly figures: readonly Figure[];
}

export interface ReportOptions {
  /** The command that brought the last lines. */
  readonly command: string;
  readonly sections: readonly ReportSection[];
  /** Runs of that command without a result, with the reason. */
  readonly missing: readonly string[];
}

/** A page that needs nothing beside itself: pictures inline, no scripts, light or dark as the reader has it. */
export function reportHtml({ command, sections, missing }: ReportOptions): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Accuracy of spectral training</title>
<style>${style}</style>
</head>
<body>
<main>
<h1>Accuracy of spectral training</h1>
<p>Networks trained in direct space (dense) and in reciprocal space, after
<a href="https://arxiv.org/abs/2106.09021">arXiv:2106.09021</a>. Mean over seeds; bars and ± are one sample standard
deviation, faint dots single runs.</p>
<pre>${escape(command)}</pre>
${missing.length === 0 ? "" : `<div class="missing"><p>Missing from this report:</p>${list(missing)}</div>`}
${sections.map(sectionHtml).join("\n")}
</main>
</body>
</html>
`;
}

function sectionHtml({ group, figures }: ReportSection): string {
  const { dataset, hiddenLayers, lines } = group;
  return `<section>
<h2>${escape(dataset)}, ${hiddenLayers} hidden ${hiddenLayers === 1 ? "layer" : "layers"}</h2>
<div class="figures">
${figures.map(({ caption, svg }) => `<figure>${svg}<figcaption>${escape(caption)}</figcaption></figure>`).join("\n")}
</div>
<h3>Results</h3>
${tableHtml([...tableHeadings], summaryTable(lines).map(tableCells))}
<p class="note">n: runs. Relative: test accuracy over the mean of the dense runs of that width. Trained: numbers that
training changes, and ρ their fraction of the dense network's, both without the biases, which
every method trains. Epochs and seconds are means; seconds depend on what else the machine did.</p>
<h3>Settings</h3>
${tableHtml(["setting", "value"], settingRows(group))}
<h3>Differences from the publication</h3>
${list(differencesFromPublication(group))}
<p class="note">${escape(provenance(lines))}</p>
</section>`;
}

function settingRows({ settings, lines }: ProtocolGroup): string[][] {
  const { earlyStopping, trainSamples, testSamples, ...rest } = settings;
  const rates = new Map<Method, number>(lines.map((line) => [line.method, line.settings.learningRate]));
  return [
    ["learning rate", [...rates].map(([method, rate]) => `${method} ${rate}`).join(", ")],
    ["training samples", trainSamples === null ? "all" : String(trainSamples)],
    ["test samples", testSamples === null ? "all" : String(testSamples)],
    ...Object.entries(rest).map(([name, value]) => [words(name), String(value)]),
    [
      "early stopping",
      Object.entries(earlyStopping)
        .map(([name, value]) => words(`${name} ${value}`))
        .join(", "),
    ],
    ["seeds", [...new Set(lines.map((line) => line.seed))].sort((a, b) => a - b).join(", ")],
  ];
}

function provenance(lines: readonly AccuracyLine[]): string {
  const all = (value: (line: AccuracyLine) => string | undefined) =>
    [...new Set(lines.map((line) => value(line) ?? "unknown"))].join(", ");
  const engines = all((line) => line.engine);
  const nodes = all((line) => line.versions?.node);
  const commits = all((line) => line.versions?.commit);
  const last = lines
    .flatMap((line) => line.finishedAt ?? [])
    .sort()
    .at(-1);
  const end = last === undefined ? "" : `; the last finished at ${last}`;
  return `${lines.length} runs on ${engines}, Node ${nodes}, commit ${commits}${end}.`;
}

function tableHtml(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const row = (cells: readonly string[], tag: "th" | "td") =>
    `<tr>${cells.map((cell) => `<${tag}>${escape(cell)}</${tag}>`).join("")}</tr>`;
  return `<div class="wide"><table><thead>${row(headings, "th")}</thead><tbody>
${rows.map((cells) => row(cells, "td")).join("\n")}
</tbody></table></div>`;
}

function list(sentences: readonly string[]): string {
  return `<ul>${sentences.map((sentence) => `<li>${escape(sentence)}</li>`).join("")}</ul>`;
}

/** `earlyStopping` → `early stopping` */
function words(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

function escape(text: string): string {
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
pre { background: var(--box); padding: 0.75rem 1rem; overflow-x: auto; border-radius: 6px; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 32rem), 1fr)); gap: 1.5rem; }
figure { margin: 0; } figure svg { width: 100%; height: auto; }
figcaption, .note { color: var(--soft); font-size: 0.9rem; max-width: 60rem; }
.missing { border-left: 4px solid #d9731a; padding-left: 1rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
th, td { padding: 0.3rem 0.9rem 0.3rem 0; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
th:first-child, td:first-child, td:last-child:nth-child(2), th:last-child:nth-child(2) { text-align: left; }
td:last-child:nth-child(2) { white-space: normal; }
`;
