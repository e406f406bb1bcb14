import {
  add,
  encodeModel,
  gradients,
  input,
  multiply,
  topologicalOrder,
  type Input,
  type Value,
} from "@reciprocal/graph";
import { inputSize, outputSize, type Loss, type Network } from "@reciprocal/network";
import type { Engine } from "../engine/engine.js";
import { dataName, inverseCountName, targetsName } from "../graph-inputs.js";
import { lossSum } from "../losses.js";
import { lowerNetwork, type LoweredNetwork, type LoweredParameter, type FormName } from "@reciprocal/onnx";
import type { PenaltySettings } from "../penalties.js";
import type { CheckedSamples } from "../samples.js";
import type { Rows } from "./batch-feeds.js";
import { FeatureStore } from "./feature-store.js";
import { MaskBrackets } from "./mask-brackets.js";
import { gradientName } from "./parameter-store.js";
import { penaltySum } from "./penalty-sum.js";

export interface StepSettings {
  readonly engine: Engine;
  readonly batchSize: number;
  readonly loss: Loss;
  readonly penalties: PenaltySettings;
  readonly precomputeLimitBytes: number;
}

/** One step of training as a graph: forward pass, loss and gradients. */
export interface CompiledStep {
  /** The graph as an ONNX model, with the outputs `loss`, `scores` and those of gradients and masks. */
  readonly model: Uint8Array;
  /** How each mapping layer is computed, by its index in the network. */
  readonly forms: Readonly<Record<number, FormName>>;
  /** The parameters that have a gradient. */
  readonly moving: readonly LoweredParameter[];
  readonly masks: MaskBrackets;
  /** What the graph takes of every sample, as inputs. */
  readonly rows: readonly Rows[];
}

/** @throws {TypeError} if nothing in the network is trainable, or the loss does not fit it */
export async function compileStep(
  network: Network,
  data: CheckedSamples,
  { engine, batchSize, loss, penalties, precomputeLimitBytes }: StepSettings,
): Promise<CompiledStep> {
  const x = input(dataName, ["batch", inputSize(network)]);
  const features = new FeatureStore(data.count, precomputeLimitBytes);
  const lowered = lowerNetwork(network, x, {
    batchSize,
    isInput: (_, trainable) => trainable,
    isDifferentiated: true,
    precompute: features.precompute,
  });
  const trained = lowered.mappings.flatMap(({ parameters }) => parameters);
  if (trained.length === 0) throw new TypeError("createTrainer: nothing in the network is trainable");

  const total = totalLoss(network, lowered, { loss, penalties });
  const slopes = gradients(
    total,
    trained.map((parameter) => parameter.input),
  );
  // a group on which the loss does not depend (behind a silent layer, say) keeps its values
  const moving = trained.filter((_, i) => slopes[i]);
  const masks = new MaskBrackets(lowered.masks);
  const results: Record<string, Value> = {
    loss: total,
    scores: lowered.logits ?? lowered.outputs,
    ...masks.results,
  };
  trained.forEach((parameter, i) => slopes[i] && (results[gradientName(parameter)] = slopes[i]));
  return {
    model: encodeModel(results),
    forms: Object.fromEntries(lowered.mappings.map(({ layer, form }) => [layer, form])),
    moving,
    masks,
    rows: await rowsOf(data, {
      x,
      features,
      engine,
      used: new Set(topologicalOrder(Object.values(results))),
    }),
  };
}

/** The mean loss of a batch, penalties included. */
function totalLoss(
  network: Network,
  lowered: LoweredNetwork,
  { loss, penalties }: Pick<StepSettings, "loss" | "penalties">,
): Value {
  const targets = input(targetsName, ["batch", outputSize(network)]);
  const inverseCount = input(inverseCountName, []);
  const penalty = penaltySum(penalties, network, lowered.mappings);
  const meanLoss = multiply(lossSum(loss, lowered, targets), inverseCount);
  return penalty ? add(meanLoss, penalty) : meanLoss;
}

/** The samples themselves and what is precomputed of them, as far as the graph uses it. */
async function rowsOf(
  { samples: { inputs } }: CheckedSamples,
  {
    x,
    features,
    engine,
    used,
  }: {
    readonly x: Input;
    readonly features: FeatureStore;
    readonly engine: Engine;
    readonly used: ReadonlySet<Value>;
  },
): Promise<Rows[]> {
  const data = used.has(x) ? [{ name: x.name, width: Number(x.shape[1]), values: inputs }] : [];
  return [...data, ...(await features.compute(engine, x, inputs, used))];
}
