import { groupBy, markdownTable, meanAndDeviation, spread, words } from "@reciprocal/report";

/** What the accuracy table needs of a line of `runs.jsonl` of `reciprocal-bench accuracy`. */
interface AccuracyRun {
  readonly method: string;
  readonly width: number;
  readonly testAccuracy: number;
  readonly trainedParameters: number;
  readonly biases: number;
}

/** What the table of small networks needs of a line of `runs.jsonl` of `reciprocal-bench frontier`. */
interface FrontierRun {
  readonly dataset: string;
  readonly family: string;
  readonly form: string;
  readonly keptNumbers: number | null;
  readonly trainedNumbers: number;
  readonly fileBytes: number;
  readonly multiplyAdds: number;
  readonly testAccuracy: number;
}

/** What the table of defaults needs of a line of `runs.jsonl` of `reciprocal-bench defaults`. */
interface DefaultsRun {
  readonly dataset: string;
  readonly width: number;
  readonly method: string;
  readonly settings: { readonly epochs: number };
  readonly testAccuracy: number;
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

/** What the tables of sparse rows need of that object. */
interface SparseResult {
  readonly measurements: readonly {
    readonly batchSize: number;
    readonly sparsity: number;
    readonly microseconds: number;
    readonly onnxMicroseconds: number;
    readonly tfjsMicroseconds: number;
  }[];
  readonly breakEvens: readonly {
    readonly batchSize: number;
    readonly onnx: number | null;
    readonly tfjs: number | null;
  }[];
}

/** What the tables of predictions need of the object that `reciprocal-bench predict --json` prints. */
interface PredictResult {
  readonly measurements: readonly {
    readonly subject: string;
    readonly method: string;
    readonly samples: number;
    readonly microseconds: number;
  }[];
  readonly pauses: readonly {
    readonly subject: string;
    readonly method: string;
    readonly calls: number;
    readonly longestPauseMilliseconds: number;
  }[];
  readonly loads: readonly {
    readonly subject: string;
    readonly connections: number;
    readonly requestsPerSecond: number;
    readonly medianMilliseconds: number;
    readonly slowestPercentMilliseconds: number;
  }[];
}

/**
 * Test accuracy per width and method, mean ± sample standard deviation over the runs, with how many numbers train, biases
 * included, as a table of Markdown.
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
  return pageTable(["width", ...methods], rows);
}

function accuracyCell(runs: readonly AccuracyRun[]): string {
  const [first] = runs;
  if (first === undefined) return "–";
  const accuracy = meanAndDeviation(runs.map(({ testAccuracy }) => testAccuracy));
  return `${spread(accuracy, 4)} (${whole(first.trainedParameters + first.biases)})`;
}

/**
 * Small networks on MNIST by the numbers that they train, few first: accuracy (mean over the seeds ± standard deviation), bytes of the compressed
 * file and multiply-adds of a prediction, as a table of Markdown.
 *
 * @param jsonLines - content of a `runs.jsonl`
 */
export function frontierTable(jsonLines: string): string {
  const runs = jsonLines
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as FrontierRun)
    .filter(({ dataset }) => dataset === "mnist");
  const groups = [
    ...groupBy(runs, ({ family, form, keptNumbers }) => `${family} ${form} ${keptNumbers}`).values(),
  ];
  const mean = (members: readonly FrontierRun[], value: (run: FrontierRun) => number): number =>
    meanAndDeviation(members.map(value)).mean;
  const rows = groups
    .toSorted((a, b) => a[0]!.trainedNumbers - b[0]!.trainedNumbers)
    .map((members) => {
      const { family, form, keptNumbers, trainedNumbers, multiplyAdds } = members[0]!;
      const nodes = form
        .split("+")
        .map((layer) => layer.replace(/^linear:(\d+)$/, "($1)").replace(/^.*:/, ""));
      return [
        familyNames[family] ?? family,
        `784–${nodes.join("–")}${keptNumbers === null ? "" : ", pruned"}`,
        whole(trainedNumbers),
        whole(Math.round(mean(members, (run) => run.fileBytes))),
        whole(multiplyAdds),
        spread(meanAndDeviation(members.map((run) => run.testAccuracy)), 3),
      ];
    });
  return pageTable(["method", "nodes", "trained numbers", "file, bytes", "multiply-adds", "accuracy"], rows);
}

const familyNames: Readonly<Record<string, string>> = {
  "s-svd": "S-SVD",
  "s-qr": "S-QR",
  "spectral-and-dense": "spectral, then dense",
  "narrow-dense": "narrow dense",
  "low-rank": "low rank",
  "pruned-dense": "pruned dense",
};

function whole(count: number): string {
  return count.toLocaleString("en");
}

/**
 * Accuracy held out per data set, width and method with default options: mean over the seeds, and in brackets the worst of
 * them, as a table of Markdown. Data sets and methods are in the order of the lists, widths ascend.
 *
 * @param jsonLines - content of a `runs.jsonl`
 * @param names - of the data sets and of the methods
 */
export function defaultsTable(
  jsonLines: string,
  names: { readonly datasets: Readonly<Record<string, string>>; readonly methods: readonly string[] },
): string {
  const runs = jsonLines
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line) as DefaultsRun);
  const rows = Object.entries(names.datasets).flatMap(([dataset, title]) => {
    const own = runs.filter((run) => run.dataset === dataset);
    const places = groupBy(own, ({ width, settings }) => `${width} ${settings.epochs}`);
    return [...places.values()]
      .toSorted(([a], [b]) => a!.width - b!.width)
      .map((members) => [
        title,
        String(members[0]!.width),
        String(members[0]!.settings.epochs),
        ...names.methods.map((method) => {
          const values = members.filter((run) => run.method === method).map((run) => run.testAccuracy);
          if (values.length === 0) return "–";
          return `${meanAndDeviation(values).mean.toFixed(3)} (${Math.min(...values).toFixed(3)})`;
        }),
      ]);
  });
  return pageTable(["data", "hidden nodes", "epochs", ...names.methods], rows);
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
  // joined, so that no line ends within a network
  return pageTable(
    ["seconds per 100 steps", ...networks.map((name) => name.replaceAll("-", "\u2060–\u2060"))],
    rows,
  );
}

/**
 * Microseconds per product in sparse rows and in dense engines, as a table of Markdown.
 *
 * @param json - content of a `speed.json`
 */
export function sparseTable(json: string): string {
  const { measurements } = sparseResult(json);
  const headings = ["samples per call", "zeros", "sparse rows", "ONNX Runtime", "TensorFlow.js wasm"];
  const rows = measurements.map((one) => [
    String(one.batchSize),
    wholePercent(one.sparsity),
    ...[one.microseconds, one.onnxMicroseconds, one.tfjsMicroseconds].map((time) =>
      time.toFixed(time < 100 ? 1 : 0),
    ),
  ]);
  return pageTable(headings, rows);
}

/** The shares of zeros from which sparse rows are faster; a dash if no share was enough. */
export function breakEvenTable(json: string): string {
  const { breakEvens } = sparseResult(json);
  const cell = (share: number | null): string => (share === null ? "–" : wholePercent(share));
  return pageTable(
    ["samples per call", "faster than ONNX Runtime from", "than TensorFlow.js from"],
    breakEvens.map(({ batchSize, onnx, tfjs }) => [String(batchSize), cell(onnx), cell(tfjs)]),
  );
}

function sparseResult(json: string): SparseResult {
  return (JSON.parse(json) as { readonly sparse: SparseResult }).sparse;
}

function wholePercent(share: number): string {
  return `${Math.round(100 * share)} %`;
}

/**
 * Times of one prediction and of many, and how long the event loop stood still, of a spectral network, as a table of Markdown.
 *
 * @param json - content of a `predict.json`
 */
export function predictTable(json: string): string {
  const result = JSON.parse(json) as PredictResult;
  const measurements = result.measurements.filter(({ method }) => method === "spectral");
  const pauses = result.pauses.filter(({ method }) => method === "spectral");
  const subjects = [...new Set(measurements.map(({ subject }) => subject))];
  const counts = [...new Set(measurements.map(({ samples }) => samples))];
  const rows = subjects.map((subject) => {
    const pause = pauses.find((one) => one.subject === subject)?.longestPauseMilliseconds;
    const times = counts.map((count) => {
      const found = measurements.find((one) => one.subject === subject && one.samples === count);
      return found === undefined ? "–" : (found.microseconds / 1000).toPrecision(2);
    });
    return [subject, ...times, pause?.toPrecision(2) ?? "–"];
  });
  const headings = counts.map((count) => (count === 1 ? "one sample, ms" : `${count} samples, ms`));
  return pageTable(["by", ...headings, `longest pause at ${pauses[0]?.calls} calls at once, ms`], rows);
}

/**
 * What servers held, as a table of Markdown.
 *
 * @param json - content of a `predict.json`
 */
export function serveTable(json: string): string {
  const { loads } = JSON.parse(json) as PredictResult;
  return pageTable(
    [`by, ${loads[0]?.connections} connections`, "requests per second", "median, ms", "99 % within, ms"],
    loads.map((load) => [
      load.subject,
      load.requestsPerSecond.toFixed(0),
      ...[load.medianMilliseconds, load.slowestPercentMilliseconds].map((time) => time.toFixed(0)),
    ]),
  );
}

type Setting = string | number | boolean | null | Settings;
interface Settings {
  readonly [name: string]: Setting;
}

/**
 * Settings of experiments beside each other, a row for each, as a table of Markdown.
 *
 * @param experiments - the settings by the name of their column; all have the same ones
 */
export function settingsTable(experiments: Readonly<Record<string, Settings>>): string {
  const columns = Object.values(experiments);
  return pageTable(
    ["setting", ...Object.keys(experiments)],
    Object.keys(columns[0] ?? {}).map((name) => [
      words(name),
      ...columns.map((settings) => settingText(settings[name]!)),
    ]),
  );
}

function settingText(value: Setting): string {
  if (value === null) return "all";
  if (typeof value === "boolean") return value ? "yes" : "no";
  if (typeof value === "object")
    return Object.entries(value)
      .map(([name, one]) => `${words(name)}: ${settingText(one)}`)
      .join(", ");
  return words(String(value));
}

/**
 * Learning rates by data set and method, a row per method, as a table of Markdown.
 *
 * @param datasets - the columns: their names in `rates` with their titles
 * @param experiments - the name of an experiment with its rates; methods that it does not have get no row
 */
export function learningRateTable(
  datasets: Readonly<Record<string, string>>,
  experiments: readonly {
    readonly name: string;
    readonly methods: readonly string[];
    readonly rates: Readonly<Record<string, Readonly<Record<string, number>>>>;
  }[],
): string {
  const rows = experiments.flatMap(({ name, methods, rates }) =>
    methods.map((method) => [
      name,
      method,
      ...Object.keys(datasets).map((dataset) => String(rates[dataset]?.[method] ?? "–")),
    ]),
  );
  return pageTable(["experiment", "method", ...Object.values(datasets)], rows);
}

function pageTable(headings: readonly string[], rows: readonly (readonly string[])[]): string {
  return `${markdownTable({ headings, rows })}\n`;
}
