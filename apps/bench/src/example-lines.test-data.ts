import type { DatasetName, Method } from "@reciprocal/published";
import { accuracy } from "./experiments/accuracy.js";
import { paper } from "./experiments/paper/paper.js";
import {
  accuracyRun,
  alternatingRun,
  sparseRun,
  type PaperLine,
  type PaperRun,
} from "./experiments/paper/paper-run.js";
import type { Experiment, Run, Setting } from "./experiment.js";
import type { FieldTable } from "./fields.js";
import { identify } from "./lines.js";
import { readOptions, type OptionTable } from "./options.js";

/** The runs that a command line stands for. */
export function runsOf<Options extends OptionTable, Own extends Setting, Fields extends FieldTable>(
  experiment: Experiment<Options, Own, Fields>,
  args: string,
): Run<Own>[] {
  const choice = readOptions(experiment.parameters, args === "" ? [] : args.split(" "));
  return identify(experiment, experiment.runs(choice));
}

interface Example {
  readonly dataset?: DatasetName;
  readonly width?: number;
  readonly hiddenLayers?: number;
  readonly seed?: number;
  readonly testAccuracy?: number;
  readonly trainedParameters?: number;
  readonly epochs?: number;
}

/** A made-up result. */
function exampleResult({ seed = 0, testAccuracy = 0.9, trainedParameters = 100 }: Example) {
  return {
    trainedParameters,
    denseParameters: 400,
    biases: 60,
    testAccuracy,
    validationAccuracy: 0.8,
    testLoss: 0.3,
    epochs: 10 + seed,
    stopped: "early-stopping",
    seconds: 2,
    engine: "engine 1.0.0",
    history: [0.7, 0.8],
    versions: { node: "20.0.0", commit: "0123abc" },
    finishedAt: "2026-01-01T00:00:03.000Z",
  };
}

/** A finished line of `accuracy`. */
export function exampleLine({ method = "dense", ...example }: Example & { readonly method?: Method }) {
  const { dataset = "mnist", width = 50, hiddenLayers = 1, seed = 0, epochs = 90 } = example;
  const [run] = runsOf(
    accuracy,
    `--dataset ${dataset} --widths ${width} --hidden ${hiddenLayers} --seeds ${seed} --methods ${method} --epochs ${epochs}`,
  );
  return { ...run!, ...exampleResult(example) };
}

/** A finished line of `paper`. */
export function examplePaperLine({
  method = "dense",
  sparsity,
  cpuSeconds = 3,
  ...example
}: Example & {
  readonly method?: PaperRun["method"];
  readonly sparsity?: number;
  readonly cpuSeconds?: number;
}): PaperLine {
  const { dataset = "mnist", width = 50, hiddenLayers = 1, seed = 0, epochs = 90 } = example;
  const place = { dataset, hiddenLayers, width, seed };
  const setting =
    method === "alternating"
      ? alternatingRun(place, { epochs })
      : sparsity === undefined
        ? accuracyRun(place, method, { epochs })
        : sparseRun(place, method as Extract<Method, "dense" | "s-qr">, sparsity, { epochs });
  const [run] = identify(paper, [setting]);
  const machine = { cpuSeconds, peakMemory: 5e8, cpu: "example processor" };
  return { ...run!, ...exampleResult(example), ...machine, startedAt: "2026-01-01T00:00:00.000Z" };
}
