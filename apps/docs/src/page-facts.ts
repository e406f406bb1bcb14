import { readFileSync } from "node:fs";
import { join } from "node:path";
import { meanAndDeviation } from "@reciprocal/report";
import { pageBytes } from "./page-bytes.js";

/**
 * A number in a sentence: `<data value="name words…">0.93</data>`. An element and not two comments, since a line that begins with
 * a comment is no longer Markdown; code hosts leave the element out and show what is in it.
 */
const marked = /<data value="([\w-]+)((?: [\w:+-]+)*)">([^<]*)<\/data>/g;

/** Makes the text of a fact of the words after its name in a page. */
export type FactMaker = (words: readonly string[]) => string | Promise<string>;

/**
 * A page with its facts written anew.
 *
 * @throws {Error} for a name that no fact has
 */
export async function withFacts(page: string, facts: Readonly<Record<string, FactMaker>>): Promise<string> {
  let fresh = "";
  let end = 0;
  for (const { 0: whole, 1: name, 2: words, index } of page.matchAll(marked)) {
    const make = facts[name!];
    if (!make) throw new Error(`withFacts: no fact “${name}” (there are ${Object.keys(facts).join(", ")})`);
    const text = await make(words!.split(" ").filter(Boolean));
    fresh += `${page.slice(end, index)}<data value="${name}${words}">${text}</data>`;
    end = index + whole.length;
  }
  return fresh + page.slice(end);
}

/** How many facts a page has. */
export function countFacts(page: string): number {
  return page.match(marked)?.length ?? 0;
}

/** Every fact that sentences may have: of the network that the site draws with, of the code that runs it, and of committed runs. */
export function pageFacts(root: string): Readonly<Record<string, FactMaker>> {
  const results = join(root, "apps/bench/results");
  const digits = () => digitsLine(root);
  return {
    "digits-layers": () => layerSizes(digits().form),
    "digits-numbers": () => whole(digits().trainedParameters),
    "digits-dense-numbers": () => whole(digits().denseParameters),
    "digits-bytes": () => whole(digits().fileBytes),
    "digits-size": () => size(digits().fileBytes),
    "digits-gzip-size": () => size(digits().fileGzipBytes),
    "digits-dense-size": () => size(digits().denseFileBytes),
    "digits-dense-gzip-size": () => size(digits().denseFileGzipBytes),
    "digits-accuracy": () => digits().testAccuracy.toFixed(3),
    "digits-moved-accuracy": () => digits().movedTestAccuracy.toFixed(3),
    // compressed, what a page loads for a task, see pageBytes
    "page-code-size": async ([task]) => wholeSize((await pageBytes(root, task ?? "")).code),
    "page-engine-size": async ([task]) => wholeSize((await pageBytes(root, task ?? "")).engine),
    "page-size": async ([task]) => {
      const { code, engine } = await pageBytes(root, task ?? "");
      return wholeSize(code + engine);
    },
    // MNIST, the library's defaults: a form
    "frontier-accuracy": ([form]) =>
      meanAndDeviation(frontierRuns(results, form).map(({ testAccuracy }) => testAccuracy)).mean.toFixed(3),
    "frontier-range": ([form]) => {
      const accuracies = frontierRuns(results, form).map(({ testAccuracy }) => testAccuracy);
      return [Math.min(...accuracies), Math.max(...accuracies)].map((one) => one.toFixed(3)).join("–");
    },
    "frontier-numbers": ([form]) => whole(frontierRuns(results, form)[0]!.trainedNumbers),
    "frontier-seeds": ([form]) => whole(frontierRuns(results, form).length),
    "frontier-size": ([form]) => size(frontierRuns(results, form)[0]!.fileBytes),
    "frontier-runs": () => whole(mnistRuns(results).length),
    "frontier-runs-at-largest-rate": () =>
      whole(
        mnistRuns(results).filter(
          ({ rateFactor, settings }) => rateFactor === Math.max(...settings.rateFactors),
        ).length,
      ),
    // MNIST, one hidden layer, published settings: method and nodes
    "paper-accuracy": ([method, width]) =>
      meanAndDeviation(
        paperRuns(results, method, width).map(({ testAccuracy }) => testAccuracy),
      ).mean.toFixed(2),
    "paper-numbers": ([method, width]) => {
      const [run] = paperRuns(results, method, width);
      return whole(run!.trainedParameters + run!.biases);
    },
  };
}

/** What the facts need of a line of `reciprocal-bench digit-reader`. */
interface DigitsLine {
  readonly form: string;
  readonly trainedParameters: number;
  readonly denseParameters: number;
  readonly fileBytes: number;
  readonly fileGzipBytes: number;
  readonly denseFileBytes: number;
  readonly denseFileGzipBytes: number;
  readonly testAccuracy: number;
  readonly movedTestAccuracy: number;
  readonly file: string;
}

/** What the facts need of a line of `reciprocal-bench frontier`. */
interface FrontierRun {
  readonly dataset: string;
  readonly form: string;
  readonly keptNumbers: number | null;
  readonly trainedNumbers: number;
  readonly fileBytes: number;
  readonly testAccuracy: number;
  readonly rateFactor: number;
  readonly settings: { readonly rateFactors: readonly number[] };
}

function mnistRuns(results: string): FrontierRun[] {
  return runs<FrontierRun>(join(results, "frontier/runs.jsonl")).filter(({ dataset }) => dataset === "mnist");
}

/** The runs of a form on MNIST, such as `s-qr:50+s-qr:10`. */
function frontierRuns(results: string, form: string | undefined): FrontierRun[] {
  const own = mnistRuns(results).filter((run) => run.form === form && run.keptNumbers === null);
  if (own.length === 0) throw new Error(`pageFacts: there are no runs of the form ${form}`);
  return own;
}

/** The run that the file on the site came from. */
function digitsLine(root: string): DigitsLine {
  const file = readFileSync(join(root, "apps/docs/pages/public/digits.rcp")).toString("base64url");
  const lines = runs<DigitsLine>(join(root, "apps/bench/results/digit-reader/runs.jsonl"));
  const line = lines.find((one) => one.file === file);
  if (line === undefined) throw new Error("pageFacts: no run of digit-reader made the file digits.rcp");
  return line;
}

/** What the facts need of a line of `reciprocal-bench paper`. */
interface PaperRun {
  readonly dataset: string;
  readonly protocol: string;
  readonly hiddenLayers: number;
  readonly method: string;
  readonly width: number;
  readonly testAccuracy: number;
  readonly trainedParameters: number;
  readonly biases: number;
}

function paperRuns(results: string, method: string | undefined, width: string | undefined): PaperRun[] {
  const own = runs<PaperRun>(join(results, "paper/runs.jsonl")).filter(
    (run) =>
      run.dataset === "mnist" &&
      run.protocol === "accuracy" &&
      run.hiddenLayers === 1 &&
      run.method === method &&
      String(run.width) === width,
  );
  if (own.length === 0) throw new Error(`pageFacts: there are no runs of ${method} with ${width} nodes`);
  return own;
}

function runs<Run>(path: string): Run[] {
  const lines = readFileSync(path, "utf8").split("\n").filter(Boolean);
  return lines.map((line) => JSON.parse(line) as Run);
}

/** `784–75–300–10` of `s-qr:75+spectral:300+s-qr:10`, for images of 28×28 pixels. */
function layerSizes(form: string): string {
  return [28 * 28, ...form.split("+").map((layer) => layer.split(":")[1])].join("–");
}

/** `15,708` */
function whole(count: number): string {
  return count.toLocaleString("en");
}

/** `15.7 KB`, `349 KB`, `3.18 MB`: three digits, of 1000 bytes. */
function size(bytes: number): string {
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, "KB"] : [bytes / 1e6, "MB"];
  return `${Number(value.toPrecision(3))} ${unit}`;
}

/** The same to whole kilobytes. */
function wholeSize(bytes: number): string {
  return size(1000 * Math.round(bytes / 1000));
}
