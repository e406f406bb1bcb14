import type { Figure } from "../report/figure.js";
import { escapeHtml, figuresHtml, listHtml, pageHtml, tableHtml } from "../report/html.js";
import { provenance, settingRows } from "../train/describe-settings.js";
import { differencesFromPublication } from "./differences.js";
import type { ProtocolGroup } from "./protocol-groups.js";
import { summaryTable, tableCells, tableHeadings } from "../train/summary-table.js";

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
  return pageHtml(
    "Accuracy of spectral training",
    `<p>Networks trained in direct space (dense) and in reciprocal space, after
<a href="https://arxiv.org/abs/2106.09021">arXiv:2106.09021</a>. Mean over seeds; bars and ± are one sample standard
deviation, faint dots single runs.</p>
<pre>${escapeHtml(command)}</pre>
${missing.length === 0 ? "" : `<div class="missing"><p>Missing from this report:</p>${listHtml(missing)}</div>`}
${sections.map(sectionHtml).join("\n")}`,
  );
}

function sectionHtml({ group, figures }: ReportSection): string {
  const { dataset, hiddenLayers, lines } = group;
  return `<section>
<h2>${escapeHtml(dataset)}, ${hiddenLayers} hidden ${hiddenLayers === 1 ? "layer" : "layers"}</h2>
${figuresHtml(figures)}
<h3>Results</h3>
${tableHtml([...tableHeadings], summaryTable(lines).map(tableCells))}
<p class="note">n: runs. Relative: test accuracy over the mean of the dense runs of that width. Trained: numbers that
training changes, and ρ their fraction of the dense network's, both without the biases, which
every method trains. Epochs and seconds are means; seconds depend on what else the machine did.</p>
<h3>Settings</h3>
${tableHtml(["setting", "value"], settingRows(lines))}
<h3>Differences from the publication</h3>
${listHtml(differencesFromPublication(group))}
<p class="note">${escapeHtml(provenance(lines))}</p>
</section>`;
}
