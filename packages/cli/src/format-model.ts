import type { ColumnSpec, InputSpec, OutputSpec } from "@reciprocal/model";

/** What a model takes and answers as text, without a newline at its end. */
export function formatModel(input: InputSpec, output: OutputSpec): string {
  return `${inputText(input)}\n${outputText(output)}`;
}

function inputText(input: InputSpec): string {
  switch (input.kind) {
    case "table": {
      const width = input.columns.reduce((widest, { name }) => Math.max(widest, name.length), 0);
      return [
        "Takes rows of a table",
        ...input.columns.map((column) => `  ${columnText(column, width)}`),
      ].join("\n");
    }
    case "image": {
      const { height, width, channels } = input;
      return `Takes images, brought to ${height}×${width} in ${channels === 1 ? "gray" : "color"}`;
    }
    case "numbers":
      return "Takes plain numbers";
  }
}

function columnText(column: ColumnSpec, width: number): string {
  const gap = column.gap === undefined ? ", no gaps" : "";
  const what =
    column.kind === "numbers"
      ? `numbers, mean ${round(column.mean)} ± ${round(column.deviation)}`
      : `words: ${listText(column.words)}`;
  return `${column.name.padEnd(width)}  ${what}${gap}`;
}

function outputText(output: OutputSpec): string {
  switch (output.kind) {
    case "classes":
      return `Answers ${output.name}: ${listText(output.classes)}`;
    case "number":
      return `Answers ${output.name}: a number, mean ${round(output.mean)} ± ${round(output.deviation)}`;
    case "labels":
      return `Answers any of: ${listText(output.labels)}`;
  }
}

const mostShown = 12;

function listText(words: readonly string[]): string {
  const more = words.length > mostShown ? `, … (${words.length} in all)` : "";
  return words.slice(0, mostShown).join(", ") + more;
}

function round(value: number): string {
  return String(Number(value.toPrecision(4)));
}
