import {
  type Activation,
  createNetwork,
  type LayerSpec,
  type Network,
  type Samples,
} from "@reciprocal/network";
import { deriveSeed } from "@reciprocal/spectral";
import { fit, type FitResult } from "@reciprocal/training";
import type { OutputSpec } from "../specs/output-spec.js";
import { outputWidth } from "../specs/output-spec.js";
import { passedOn, type trainRules } from "./train-options.js";
import type { ReadOptions } from "@reciprocal/guards";

/** The options that tables and images share, as they were read. */
export type TrainChoices = ReadOptions<ReturnType<typeof trainRules>>;

/** What to train on. */
export interface TrainingData {
  readonly samples: Samples;
  /** Number of training samples. */
  readonly count: number;
  /** Held-out samples, for the history; absent if there are none. */
  readonly validation?: Samples | undefined;
}

/** What a network ends with for an answer of each kind; the loss of `fit` follows from it. */
const endings = {
  classes: "softmax",
  number: "linear",
  labels: "sigmoid",
} as const satisfies Record<OutputSpec["kind"], Activation>;

/**
 * Makes a network and trains it.
 *
 * @param inputShape - of a sample
 * @param widths - nodes of the hidden layers
 */
export async function trainNetwork(
  data: TrainingData,
  {
    inputShape,
    output,
    widths,
  }: { inputShape: Network["inputShape"]; output: OutputSpec; widths: readonly number[] },
  choices: TrainChoices,
): Promise<FitResult> {
  const { method, activation, seed, epochs, batchSize } = choices;
  const hidden = widths.map((units): LayerSpec => ({ kind: method, units, activation }));
  const last: LayerSpec = { kind: method, units: outputWidth(output), activation: endings[output.kind] };
  const network = createNetwork({ inputShape, layers: [...hidden, last], seed: deriveSeed(seed, "network") });
  const size = batchSize ?? defaultBatchSize(data.count);
  return fit(network, data.samples, {
    ...passedOn(choices),
    batchSize: size,
    epochs: epochs ?? defaultEpochs(data.count, size),
    seed: deriveSeed(seed, "order"),
    ...(data.validation && { validation: data.validation }),
  });
}

/** Small tables need many steps more than they need even ones; large ones need speed. */
function defaultBatchSize(count: number): number {
  if (count < 400) return 16;
  return count < 10_000 ? 32 : 128;
}

/** Learning takes steps, however many samples there are. */
function defaultEpochs(count: number, batchSize: number): number {
  const steps = Math.ceil(count / batchSize);
  return Math.min(200, Math.max(10, Math.ceil(2000 / steps)));
}
