import type { TrainingPhase, TrainingSettings } from "@reciprocal/published";
import { words } from "@reciprocal/report";
import type { TrainingRun } from "./training-run.js";

/**
 * Names and values of the settings, by method if they differ between the runs. Learning rates are by method in any case;
 * sparsities are left to the results.
 */
export function settingRows(
  runs: readonly Pick<TrainingRun, "method" | "seed" | "settings">[],
): [string, string][] {
  const { earlyStopping, trainSamples, testSamples, learningRate, sparsity, phases, ...rest } =
    runs[0]!.settings;
  void [learningRate, sparsity, phases]; // have rows of their own, or none
  const distinct = (values: readonly string[]) => [...new Set(values)].join(", ");
  type Plain = Exclude<keyof TrainingSettings, "earlyStopping" | "phases">;
  const byMethod = (name: Plain) =>
    distinct(runs.map(({ method, settings }) => `${method} ${String(settings[name])}`));
  const isShared = (name: Plain) => runs.every(({ settings }) => settings[name] === runs[0]!.settings[name]);
  const turns = runs.flatMap((run) => run.settings.phases ?? []);
  return [
    ["learning rate", byMethod("learningRate")],
    ["training samples", trainSamples === null ? "all" : String(trainSamples)],
    ["test samples", testSamples === null ? "all" : String(testSamples)],
    ...(Object.keys(rest) as (keyof typeof rest)[]).map((name): [string, string] => [
      words(name),
      isShared(name) ? String(rest[name]) : byMethod(name),
    ]),
    [
      "early stopping",
      Object.entries(earlyStopping)
        .map(([name, value]) => words(`${name} ${value}`))
        .join(", "),
    ],
    ...phaseRows(turns),
    ["seeds", [...new Set(runs.map((run) => run.seed))].sort((a, b) => a - b).join(", ")],
  ];
}

function phaseRows(turns: readonly TrainingPhase[]): [string, string][] {
  if (turns.length === 0) return [];
  const said = turns.map((turn) => `${turn.epochs} epochs of ${turn.train} at rate ${turn.learningRate}`);
  return [["phases of alternating", [...new Set(said)].join(", ")]];
}
