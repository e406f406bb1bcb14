import { csvParseRows } from "d3-dsv";

/** What the accuracy table needs of a line of `runs.jsonl` of `reciprocal-bench accuracy`. */
interface AccuracyRun {
  readonly method: string;
  readonly width: number;
  readonly testAccuracy: number;
  readonly trainedParameters: number;
  readonly denseParameters: number;
}

/** What the speed table needs of the object that `reciprocal-bench speed --json` prints. */
interface SpeedResult {
  readonly measurements: readonly {
    readonly engine: string;
    readonly method: string;
    readonly network: string;
    readonly secondsPer100Steps: number;
  }[];
}

/**
 * Test accuracy per width and method, mean ± sample standard deviation over the runs, with the share of the dense
 * network's numbers that is trained, biases aside, as a table of Markdown.
 *
 * @param jsonLines - content of a `runs.jsonl`
 */
export function accuracyTable(jsonLines: string): string {
  const runs = jsonLines
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as AccuracyRun);
  const widths = [...new Set(runs.map(({ width }) => width))].sort((a, b) => a - b);
  const methods = [...new Set(runs.map(({ method }) => method))];
  const rows = widths.map((width) => [
    String(width),
    ...methods.map((method) =>
      accuracyCell(runs.filter((run) => run.method === method && run.width === width)),
    ),
  ]);
  return markdownTable(["width", ...methods], rows);
}

function accuracyCell(runs: readonly AccuracyRun[]): string {
  const [first] = runs;
  if (first === undefined) return "–";
  const mean = runs.reduce((sum, { testAccuracy }) => sum + testAccuracy, 0) / runs.length;
  const squares = runs.reduce((sum, { testAccuracy }) => sum + (testAccuracy - mean) ** 2, 0);
  const spread = runs.length > 1 ? ` ± ${Math.sqrt(squares / (runs.length - 1)).toFixed(4)}` : "";
  const share = (100 * first.trainedParameters) / first.denseParameters;
  return `${mean.toFixed(4)}${spread} (${Number(share.toPrecision(3))} %)`;
}

/**
 * Seconds per 100 training steps, a row per engine and method and a column per network, as a table of Markdown.
 *
 * @param json - content of a `speed.json`
 */
export function speedTable(json: string): string {
  const { measurements } = JSON.parse(json) as SpeedResult;
  const networks = [...new Set(measurements.map(({ network }) => network))];
  const subjects = [...new Set(measurements.map(({ engine, method }) => `${method}, ${engine}`))];
  const rows = subjects.map((subject) => [
    subject,
    ...networks.map((network) => {
      const found = measurements.find(
        (one) => one.network === network && `${one.method}, ${one.engine}` === subject,
      );
      return found === undefined ? "–" : found.secondsPer100Steps.toFixed(2);
    }),
  ]);
  return markdownTable(["seconds per 100 steps", ...networks.map((name) => name.replaceAll("-", "–"))], rows);
}

/** Comma-separated values as a table of Markdown, fractions to four digits. */
export function csvTable(csv: string): string {
  const [headings = [], ...rows] = csvParseRows(csv);
  return markdownTable(
    headings,
    rows.map((row) =>
      row.map((field) =>
        /^-?\d+\.\d+(e-?\d+)?$/.test(field) ? String(Number(Number(field).toPrecision(4))) : field,
      ),
    ),
  );
}

function markdownTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`;
  return `${[line(headings), line(headings.map(() => "---")), ...rows.map(line)].join("\n")}\n`;
}
