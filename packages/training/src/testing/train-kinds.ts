import { createNetwork, parameters, type LayerSpec, type Network } from "@reciprocal/network";
import { type MappingKind, mappingKinds } from "@reciprocal/test-networks";
import { Random } from "@reciprocal/spectral";
import type { Engine } from "../engine/engine.js";
import { loadEngine } from "../engine/load-engine.js";
import { evaluate } from "../inference/evaluate.js";
import { predict } from "../inference/predict.js";
import { fit } from "../fit/loop.js";

/** Two layers of each kind, 40–30–5, without and with dynamic masks. */
const networks: Readonly<Record<string, () => Network>> = Object.fromEntries(
  mappingKinds.flatMap((kind) => [
    [kind, () => network(kind, 0)],
    [`${kind} with a mask`, () => network(kind, 0.5)],
  ]),
);
export const networkNames = Object.keys(networks);

function network(kind: MappingKind, sparsity: number): Network {
  const layers = [
    { kind, units: 30, activation: "tanh", sparsity },
    { kind, units: 5, activation: "softmax", sparsity },
  ] as LayerSpec[];
  return createNetwork({ inputShape: 40, layers, seed: 3 });
}

/** What training came to, in plain arrays that pass out of a page. */
export interface TrainedNumbers {
  readonly losses: number[];
  readonly validationLosses: number[];
  readonly parameters: number[];
  readonly loss: number;
  readonly accuracy: number;
  readonly outputs: number[];
}

/** Trains the named network for six steps (the last of each epoch smaller), evaluates it and predicts with it. */
export async function trainNumbers(name: string, given?: Engine): Promise<TrainedNumbers> {
  const random = new Random(5);
  const count = 110;
  const inputs = Float32Array.from({ length: count * 40 }, () => random.uniform());
  const labels = Int32Array.from({ length: count }, () => random.integer(5));
  const samples = { inputs, labels };
  const engine = given ?? (await loadEngine());

  const { network, history } = await fit(networks[name]!(), samples, {
    epochs: 2,
    batchSize: 50,
    optimizer: { kind: "adamax", learningRate: 0.01 },
    validation: samples,
    engine,
  });
  const { loss, accuracy } = await evaluate(network, samples, { engine });
  return {
    losses: history.map((report) => report.loss),
    validationLosses: history.map((report) => report.validationLoss!),
    parameters: parameters(network).flatMap(({ values }) => Array.from(values)),
    loss,
    accuracy,
    outputs: Array.from(await predict(network, inputs, { engine })),
  };
}
