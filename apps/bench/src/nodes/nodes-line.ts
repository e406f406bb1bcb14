import { datasetNames } from "../published-settings.js";
import { strategies, type NodesRun } from "./nodes-run.js";

/** One size of a pruned network. */
export interface NodesPoint {
  /** Per cent of the hidden nodes that were to go. */
  readonly removed: number;
  readonly hiddenNodes: number;
  /** Fraction of the test set. */
  readonly testAccuracy: number;
  /** Kernels and biases in direct space, as float32. */
  readonly denseBytes: number;
  /** Arrays of the network as it is stored, seeds in place of frozen numbers. */
  readonly storedBytes: number;
  readonly multiplyAdds: number;
  /** Median over rounds in which this network and the whole one took turns, in direct space, of one training step. */
  readonly stepMilliseconds: number;
  readonly wholeStepMilliseconds: number;
  /** Likewise, of answering 5,000 samples, compiling included. */
  readonly answerMilliseconds: number;
  readonly wholeAnswerMilliseconds: number;
}

/** One line of `runs.jsonl`: a run and what came out. */
export interface NodesLine extends NodesRun {
  readonly points: readonly NodesPoint[];
  /** Of all trainings. */
  readonly seconds: number;
  readonly engine: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly finishedAt: string;
}

const numbers: readonly (keyof NodesPoint)[] = [
  "removed",
  "hiddenNodes",
  "testAccuracy",
  "denseBytes",
  "storedBytes",
  "multiplyAdds",
  "stepMilliseconds",
  "wholeStepMilliseconds",
  "answerMilliseconds",
  "wholeAnswerMilliseconds",
];

/**
 * The lines of this experiment among all lines of a log, one per key (the first).
 *
 * @throws {Error} when a line of this experiment is not as this program writes it; says where, after `path`
 */
export function nodesLines(lines: readonly Readonly<Record<string, unknown>>[], path: string): NodesLine[] {
  const byKey = new Map<string, NodesLine>();
  lines.forEach((line, index) => {
    if (line.experiment !== "nodes") return;
    const { key, dataset, strategy, points } = line as unknown as NodesLine;
    const where = `${path}: line ${index + 1}`;
    if (typeof key !== "string") throw new Error(`${where}: key must be a word`);
    if (!datasetNames.includes(dataset)) throw new Error(`${where}: unknown data set ${String(dataset)}`);
    if (!strategies.includes(strategy)) throw new Error(`${where}: unknown strategy ${String(strategy)}`);
    if (!Array.isArray(points)) throw new Error(`${where}: points must be a list`);
    for (const point of points as readonly NodesPoint[]) {
      const wrong = numbers.find((name) => !Number.isFinite(point[name]));
      if (wrong !== undefined) throw new Error(`${where}: ${wrong} of a point must be a number`);
    }
    if (!byKey.has(key)) byKey.set(key, line as unknown as NodesLine);
  });
  return [...byKey.values()];
}
