import {
  add,
  encodeModel,
  gradients,
  input,
  multiply,
  topologicalOrder,
  type Value,
} from "@reciprocal/graph";
import { inputSize, outputSize, type CheckedSamples, type Loss, type Network } from "@reciprocal/network";
import {
  lowerLoss,
  lowerNetwork,
  type LoweredNetwork,
  type LoweredParameter,
  type FormName,
} from "@reciprocal/onnx";
import type { Engine } from "../engine/engine.js";
import { dataName, inverseCountName, targetsName, weightsName } from "../graph-inputs.js";
import type { PenaltySettings } from "../penalties.js";
import type { Rows } from "./batch-feeds.js";
import type { Dropout } from "./dropout.js";
import { FeatureStore } from "./feature-store.js";
import { MaskBrackets } from "./mask-brackets.js";
import { gradientName } from "./parameter-store.js";
import { penaltySum } from "./penalty-sum.js";

export interface StepSettings {
  /** What errors begin with. */
  readonly where: string;
  readonly engine: Engine;
  readonly batchSize: number;
  readonly loss: Loss;
  readonly penalties: PenaltySettings;
  readonly precomputeLimitBytes: number;
  readonly dropout: Dropout | undefined;
  /** Whether samples have weights. */
  readonly isWeighted: boolean;
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
  /** Whether the graph takes the samples themselves. */
  readonly takesInputs: boolean;
  /** What the graph takes of them beside or instead. */
  readonly features: readonly Rows[];
}

/**
 * @param fixed - the samples, if they are the same in every step; what depends on them alone is then computed once
 * @throws {TypeError} if nothing in the network is trainable
 */
export async function compileStep(
  network: Network,
  fixed: CheckedSamples | undefined,
  { where, engine, batchSize, loss, penalties, precomputeLimitBytes, dropout, isWeighted }: StepSettings,
): Promise<CompiledStep> {
  const x = input(dataName, ["batch", inputSize(network)]);
  const features = fixed && new FeatureStore(fixed.count, precomputeLimitBytes);
  const lowered = lowerNetwork(network, x, {
    batchSize,
    isInput: (_, trainable) => trainable,
    isDifferentiated: true,
    ...(features && { precompute: features.precompute }),
    ...(dropout && { hidden: dropout.apply }),
  });
  const trained = lowered.mappings.flatMap(({ parameters }) => parameters);
  if (trained.length === 0) {
    throw new TypeError(`${where}: nothing in the network is trainable; see withTrainable`);
  }

  const total = totalLoss(network, lowered, { loss, penalties, isWeighted });
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
  const used = new Set(topologicalOrder(Object.values(results)));
  return {
    model: encodeModel(results),
    forms: Object.fromEntries(lowered.mappings.map(({ layer, form }) => [layer, form])),
    moving,
    masks,
    takesInputs: used.has(x),
    features: fixed && features ? await features.compute(engine, x, fixed.inputs, used) : [],
  };
}

/** The mean loss of a batch, penalties included. */
function totalLoss(
  network: Network,
  lowered: LoweredNetwork,
  { loss, penalties, isWeighted }: Pick<StepSettings, "loss" | "penalties" | "isWeighted">,
): Value {
  const targets = input(targetsName, ["batch", outputSize(network)]);
  const weights = isWeighted ? input(weightsName, ["batch", 1]) : undefined;
  const inverseCount = input(inverseCountName, []);
  const penalty = penaltySum(penalties, network, lowered.mappings);
  const meanLoss = multiply(lowerLoss(loss, { ...lowered, targets, weights }), inverseCount);
  return penalty ? add(meanLoss, penalty) : meanLoss;
}
