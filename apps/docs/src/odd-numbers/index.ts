import { markdownTable } from "@reciprocal/report";
import { oddities, type Row } from "./cell.js";
import { datasetsRows } from "./datasets.js";
import { modelRows } from "./model.js";
import { networkRows } from "./network.js";
import { onnxRows } from "./onnx.js";
import { pruningRows } from "./pruning.js";
import { spectralRows } from "./spectral.js";
import { tfjsRows } from "./tfjs.js";
import { trainingRows } from "./training.js";

/** What the functions of each package do with odd numbers. */
export const oddNumbers: Readonly<Record<string, readonly Row[]>> = {
  spectral: spectralRows,
  network: networkRows,
  training: trainingRows,
  pruning: pruningRows,
  datasets: datasetsRows,
  model: modelRows,
  onnx: onnxRows,
  tfjs: tfjsRows,
};

/** The table of a package in Markdown: a row for functions that do the same, a column for each oddity that concerns one. */
export function oddNumbersTable(name: string): string {
  const rows = oddNumbers[name];
  if (!rows)
    throw new Error(`odd-numbers: no package ${name} (there are ${Object.keys(oddNumbers).join(", ")})`);
  const columns = oddities.filter((oddity) => rows.some(({ cells }) => cells[oddity]));
  return markdownTable({
    headings: ["", ...columns],
    rows: rows.map(({ functions, cells }) => [
      functions.map((one) => (/^\w+$/.test(one) ? `\`${one}\`` : one)).join(", "),
      ...columns.map((oddity) => cells[oddity]?.says ?? "–"),
    ]),
  });
}
