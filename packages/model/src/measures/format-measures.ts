import { isObject, show } from "@reciprocal/guards";
import { markdownTable } from "markdown-table";
import type { ClassMeasures, ClassScores, MacroScores } from "./class-measures.js";
import { guessing } from "./guessing.js";
import type { Measures } from "./measures.js";

/** Most classes for which the confusion matrix is shown too. */
const mostInMatrix = 12;

/**
 * Measures as text for people: tables whose columns are in line in a terminal, and tables in Markdown too; no newline at the
 * end. A line says if the answers are no better than always the most frequent class, or the mean. The confusion matrix, a row per class and a column per answer, is left out for more than 12 classes.
 *
 * @param measures - as `evaluateModel` gives them
 * @throws {TypeError} for something else than measures
 */
export function formatMeasures(measures: Measures): string {
  const kind: unknown = isObject(measures) ? measures.kind : undefined;
  if (!(kind === "number" || kind === "labels" || kind === "classes")) {
    const hint = measures === undefined ? "; a training with validation: 0 has none" : "";
    throw new TypeError(`formatMeasures: needs measures, got ${show(measures)}${hint}`);
  }
  switch (measures.kind) {
    case "number":
      return [
        ...guessingLine(measures),
        inTable(
          ["measure", "value"],
          [
            ["mean absolute error", short(measures.meanAbsoluteError)],
            ["root mean squared error", short(measures.rootMeanSquaredError)],
            ["R²", share(measures.r2)],
            ["samples", String(measures.count)],
          ],
        ),
      ].join("\n\n");
    case "labels":
      return [
        `all labels right: ${share(measures.accuracy)} of ${measures.count} samples`,
        scoreTable("label", measures.labels, measures.macro),
      ].join("\n\n");
    case "classes":
      return [
        [
          `accuracy: ${share(measures.accuracy)} of ${measures.count} samples`,
          ...guessingLine(measures),
          ...measures.top.map(({ k, accuracy }) => `among the first ${k}: ${share(accuracy)}`),
        ].join("\n"),
        scoreTable("class", measures.classes, measures.macro),
        ...(measures.classes.length <= mostInMatrix ? [confusionTable(measures)] : []),
      ].join("\n\n");
  }
}

function guessingLine(measures: Measures): readonly string[] {
  const said = guessing(measures);
  return said === undefined ? [] : [said];
}

function scoreTable(heading: string, rows: readonly ClassScores[], macro: MacroScores): string {
  return inTable(
    [heading, "samples", "precision", "recall", "F1"],
    [
      ...rows.map(({ name, count, precision, recall, f1 }) => [
        ...[name, String(count), share(precision), share(recall), share(f1)],
      ]),
      ["mean", "", share(macro.precision), share(macro.recall), share(macro.f1)],
    ],
  );
}

function confusionTable({ classes, confusion }: ClassMeasures): string {
  const names = classes.map(({ name }) => name);
  return inTable(
    ["is \\ answer", ...names],
    names.map((name, index) => [name, ...confusion[index]!.map(String)]),
  );
}

/** The first column to the left, numbers to the right. */
function inTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const align = head.map((_, column) => (column === 0 ? "l" : "r"));
  return markdownTable(
    [head, ...rows].map((row) => row.map(oneLine)),
    { align },
  );
}

function oneLine(cell: string): string {
  return cell.replace(/\s+/g, " ");
}

/** Three digits after the point; a dash where there is no such number. */
function share(value: number | undefined): string {
  return value === undefined ? "–" : value.toFixed(3);
}

function short(value: number): string {
  return String(Number(value.toPrecision(4)));
}
