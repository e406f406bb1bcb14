import { digits } from "@reciprocal/datasets";
import { parameters } from "@reciprocal/network";
import { beforeAll, describe, expect, it } from "vitest";
import { alternatingRun } from "../experiments/paper/paper-run.js";
import { fitRun, type FittedRun } from "./fit-run.js";
import { runNetwork } from "./run-network.js";
import type { TrainingRun } from "./training-run.js";

const { train } = digits({ train: 300, test: 100 });
const whole = alternatingRun({ dataset: "digits", hiddenLayers: 1, width: 12, seed: 3 }, {});

/** The same run with other epochs and stopping. */
function run(epochs: number, phaseEpochs: number, patience = 90): TrainingRun {
  const phases = whole.settings.phases!.map((phase) => ({ ...phase, epochs: phaseEpochs }));
  const earlyStopping = { ...whole.settings.earlyStopping, patience };
  return { ...whole, settings: { ...whole.settings, epochs, phases, earlyStopping } };
}

const fitted = (it: TrainingRun) =>
  fitRun(it, runNetwork(it, train.features, train.classes), train, () => {});

/** Which groups of numbers training has changed. */
function changed(it: TrainingRun, { network }: FittedRun): string[] {
  const before = parameters(runNetwork(it, train.features, train.classes));
  const after = parameters(network);
  const names = before.flatMap(({ name, values }, index) =>
    Buffer.compare(Buffer.from(values.buffer), Buffer.from(after[index]!.values.buffer)) === 0 ? [] : [name],
  );
  return [...new Set(names)].sort();
}

describe("fitRun in phases", () => {
  let both: FittedRun;
  beforeAll(async () => {
    both = await fitted(run(3, 2));
  });

  it("trains the eigenvalues first, and the eigenvectors in the next phase", async () => {
    const first = run(2, 2);
    expect(changed(first, await fitted(first))).toEqual(["bias", "lambdaIn", "lambdaOut"]);
    expect(changed(run(3, 2), both)).toEqual(["bias", "lambdaIn", "lambdaOut", "phi"]);
  });

  it("counts epochs over all phases, and stops at the number asked for", () => {
    expect(both.history.map(({ epoch }) => epoch)).toEqual([1, 2, 3]);
    expect(both.history.map(({ learningRate }) => learningRate)).toEqual(
      [0, 0, 1].map((phase) => whole.settings.phases![phase]!.learningRate),
    );
    expect(both.stopped).toBe("epochs");
    expect(both.engine).toMatch(/^onnxruntime-(node|web) \d/);
  });

  it("stops early by the history of all phases", async () => {
    // 300 samples hardly train: within 60 epochs two in a row bring less than 0.5 % more
    const { history, stopped } = await fitted(run(60, 1, 2));
    expect(stopped).toBe("early-stopping");
    const accuracies = history.map(({ validationAccuracy }) => validationAccuracy!);
    const best = Math.max(...accuracies.slice(0, -2));
    expect(Math.max(...accuracies.slice(-2))).toBeLessThanOrEqual(best + 0.005);
  });
});
