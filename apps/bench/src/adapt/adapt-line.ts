import { datasetNames } from "../published-settings.js";
import { methods, type AdaptMethod, type AdaptRun } from "./adapt-run.js";
import { tasks, type Task } from "./shift-images.js";

/** The network of a run, adapted to one task by one method. */
export interface AdaptPoint {
  readonly task: Task;
  readonly method: AdaptMethod;
  /** The rate with the highest validation accuracy on the task. */
  readonly learningRate: number;
  readonly validationAccuracy: number;
  /** Fraction of the shifted test set: of the network as it came, and adapted. */
  readonly accuracyBefore: number;
  readonly testAccuracy: number;
  /** Biases included. */
  readonly trainedNumbers: number;
  /** Length of what `diffNetworks` makes. */
  readonly patchBytes: number;
  /** Length of what `encodeNetwork` makes of the adapted network. */
  readonly networkBytes: number;
  /** Of the training at the rate that was chosen. */
  readonly epochs: number;
  readonly seconds: number;
}

/** One line of `runs.jsonl`: a run and what came out. */
export interface AdaptLine extends AdaptRun {
  /** Of the network before it is adapted, on the test set as it is. */
  readonly originalAccuracy: number;
  readonly points: readonly AdaptPoint[];
  /** Of all trainings, at every rate. */
  readonly seconds: number;
  readonly engine: string;
  readonly versions: Readonly<Record<string, string>>;
  readonly finishedAt: string;
}

const numbers = [
  "learningRate",
  "validationAccuracy",
  "accuracyBefore",
  "testAccuracy",
  "trainedNumbers",
  "patchBytes",
  "networkBytes",
  "epochs",
  "seconds",
] as const satisfies readonly (keyof AdaptPoint)[];

/**
 * The lines of this experiment among all lines of a log, one per key (the first).
 *
 * @throws {Error} when a line of this experiment is not as this program writes it; says where, after `path`
 */
export function adaptLines(lines: readonly Readonly<Record<string, unknown>>[], path: string): AdaptLine[] {
  const byKey = new Map<string, AdaptLine>();
  lines.forEach((line, index) => {
    if (line.experiment !== "adapt") return;
    const { key, dataset, originalAccuracy, points } = line as unknown as AdaptLine;
    const where = `${path}: line ${index + 1}`;
    if (typeof key !== "string") throw new Error(`${where}: key must be a word`);
    if (!datasetNames.includes(dataset)) throw new Error(`${where}: unknown data set ${String(dataset)}`);
    if (!Number.isFinite(originalAccuracy)) throw new Error(`${where}: originalAccuracy must be a number`);
    if (!Array.isArray(points)) throw new Error(`${where}: points must be a list`);
    for (const point of points as readonly AdaptPoint[]) {
      if (!tasks.includes(point.task)) throw new Error(`${where}: unknown task ${String(point.task)}`);
      if (!methods.includes(point.method))
        throw new Error(`${where}: unknown method ${String(point.method)}`);
      const wrong = numbers.find((name) => !Number.isFinite(point[name]));
      if (wrong !== undefined) throw new Error(`${where}: ${wrong} of a point must be a number`);
    }
    if (!byKey.has(key)) byKey.set(key, line as unknown as AdaptLine);
  });
  return [...byKey.values()];
}
