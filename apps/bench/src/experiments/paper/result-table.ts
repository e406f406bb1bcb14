import { groupBy, percent, type MeanAndDeviation, type Table } from "@reciprocal/report";
import { summaryTable, tableCells, tableHeadings, type SummaryRow } from "../../train/summary-table.js";
import type { PaperLine } from "./paper-run.js";
import type { PaperGroup } from "./question.js";

/**
 * What came out of a group: one row per method, width and sparsity, over the seeds. Times are those of the processor, since
 * other programs may run during a sweep of hours.
 */
export function resultTable({ stem, dataset, lines }: PaperGroup): Table {
  const isSparse = lines.some((line) => line.settings.sparsity !== undefined);
  // a dense network is compared with at equal sparsity
  const rows = [...groupBy(lines, (line) => line.settings.sparsity)].flatMap(([sparsity, members]) =>
    summaryTable(members.map((line) => ({ ...line, seconds: line.cpuSeconds }))).map((row) => ({
      row,
      sparsity: sparsity ?? 0,
      peakMemory: Math.max(...members.filter(isIn(row)).map((line) => line.peakMemory)),
    })),
  );
  const headings = tableHeadings.map((heading) => (heading === "seconds" ? "core seconds" : heading));
  const megabytes = (bytes: number) => (bytes / 1e6).toFixed(0);
  return {
    name: stem,
    headings: [...headings, "peak MB"].toSpliced(2, 0, ...(isSparse ? ["zero"] : [])),
    rows: rows.map(({ row, sparsity, peakMemory }) =>
      [...tableCells(row), megabytes(peakMemory)].toSpliced(2, 0, ...(isSparse ? [percent(sparsity)] : [])),
    ),
    data: rows.map(({ row, sparsity, peakMemory }) => ({
      dataset,
      method: row.method,
      width: row.width,
      sparsity,
      runs: row.runs,
      ...columns("test_accuracy", row.testAccuracy),
      ...columns("relative_accuracy", row.relativeAccuracy),
      trained_numbers: row.trainedParameters,
      rho: row.rho,
      ...columns("epochs", row.epochs),
      ...columns("core_seconds", row.seconds),
      peak_memory_bytes: peakMemory,
    })),
  };
}

function isIn({ method, width }: SummaryRow): (line: PaperLine) => boolean {
  return (line) => line.method === method && line.width === width;
}

function columns(name: string, value: MeanAndDeviation | null) {
  return { [`${name}_mean`]: value?.mean ?? null, [`${name}_sd`]: value?.deviation ?? null };
}
