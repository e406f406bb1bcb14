import { parameters } from "@reciprocal/network";
import { describe, expect, it } from "vitest";
import { methods, type Method } from "@reciprocal/published";
import { runsOf } from "../example-lines.test-data.js";
import { accuracy } from "../experiments/accuracy.js";
import { fitOptions } from "./fit-run.js";
import { runNetwork } from "./run-network.js";

function run(method: Method, { hiddenLayers = 1, seed = 0 } = {}) {
  const args = `--dataset mnist --hidden ${hiddenLayers} --widths 4 --methods ${method} --seeds ${seed}`;
  return runsOf(accuracy, args)[0]!;
}

describe("fitOptions", () => {
  it("hands on every setting of the run", () => {
    expect(fitOptions(run("s-qr", { seed: 3 }))).toEqual({
      epochs: 90,
      batchSize: 200,
      loss: "cross-entropy",
      optimizer: { kind: "adamax", learningRate: 0.005 },
      schedule: "constant",
      validationSplit: 0.2,
      earlyStopping: { monitor: "validationAccuracy", minDelta: 0.005, patience: 8, restoreBest: false },
      seed: 3,
    });
  });
});

describe("runNetwork", () => {
  it("starts from the published values", () => {
    expect(runNetwork(run("spectral"), 6, 3).layers[0]).toMatchObject({
      phi: { recipe: { kind: "svd-product", deviation: 0.04, maximum: 3 } },
    });
  });

  it.each(methods)("builds every mapping of %s, the output layer too", (method) => {
    const { layers } = runNetwork(run(method, { hiddenLayers: 2 }), 6, 3);
    const kind = method === "spectral-one" ? "spectral" : method;
    expect(layers.map((layer) => (layer.kind === "activation" ? layer.activation : layer.kind))).toEqual([
      kind,
      "relu",
      kind,
      "relu",
      kind,
      "softmax",
    ]);
    const sizes = layers.flatMap((layer) =>
      layer.kind === "activation" ? [] : [layer.inputs, layer.outputs],
    );
    expect(sizes).toEqual([6, 4, 4, 4, 4, 3]);
    const biases = layers.flatMap((layer) => (layer.kind === "activation" ? [] : [...layer.bias!]));
    expect(biases).toEqual(Array(4 + 4 + 3).fill(0));
  });

  it("trains one or two sets of eigenvalues", () => {
    const trained = (method: Method) =>
      parameters(runNetwork(run(method), 6, 3))
        .filter((parameter) => parameter.trainable && parameter.name !== "bias")
        .map((parameter) => parameter.name);
    expect(trained("spectral")).toEqual(["lambdaIn", "lambdaOut", "lambdaIn", "lambdaOut"]);
    expect(trained("spectral-one")).toEqual(["lambdaOut", "lambdaOut"]);
  });

  it("starts from values that the seed decides", () => {
    const first = (seed: number) => parameters(runNetwork(run("dense", { seed }), 6, 3))[0]!.values;
    expect(first(1)).toEqual(first(1));
    expect(first(1)).not.toEqual(first(2));
  });
});
