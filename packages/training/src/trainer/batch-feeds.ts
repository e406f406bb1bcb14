import { copyInputs, type CheckedSamples } from "@reciprocal/network";
import type { TensorData } from "../engine/engine.js";
import { dataName, inverseCountName, targetsName, weightsName } from "../graph-inputs.js";
import { writeTarget } from "../samples.js";

/** `width` numbers of every sample, row by row, and the name of the input that takes them. */
export interface Rows {
  readonly name: string;
  readonly width: number;
  readonly values: Float32Array;
}

/** What a graph takes of every batch. */
export interface BatchShape {
  /** Numbers of a sample, if the graph takes the samples themselves. */
  readonly inputs: number | undefined;
  /** What was precomputed of them. */
  readonly features: readonly Rows[];
  readonly outputs: number;
  /** Whether samples have weights. */
  readonly isWeighted: boolean;
  /** Whether the graph takes 1 / samples of the batch. */
  readonly hasMean: boolean;
  /** Further inputs with rows for a batch, which others fill. */
  readonly masks: readonly { readonly name: string; readonly width: number }[];
  /** The inputs that do not depend on the batch: parameters and dynamic masks. */
  readonly others: Readonly<Record<string, TensorData>>;
}

/** The inputs of the graph for batches of one size, with the arrays that every batch is copied into. */
export interface Batch {
  readonly inputs: Float32Array | undefined;
  readonly features: readonly Float32Array[];
  readonly targets: Float32Array;
  readonly weights: Float32Array | undefined;
  readonly masks: readonly Float32Array[];
  readonly feeds: Readonly<Record<string, TensorData>>;
}

/** For how many different batch sizes the arrays are kept; an epoch has two. */
const keptBatchSizes = 4;

/** Copies batches from samples, row by row, into arrays that are kept, so that sessions know them again. */
export class BatchFeeds {
  readonly #shape: BatchShape;
  readonly #batches = new Map<number, Batch>();

  constructor(shape: BatchShape) {
    this.#shape = shape;
  }

  /** The inputs of the graph for these samples, masks aside. */
  of(data: CheckedSamples, chosen: ArrayLike<number>): Batch {
    const { inputs: width, outputs, features } = this.#shape;
    const batch = this.#batchOf(chosen.length);
    const { inputs, targets, weights } = batch;
    checkPresent(data, outputs);
    for (let i = 0; i < chosen.length; i++) {
      const sample = chosen[i]!;
      if (inputs) copyInputs(data.inputs, [sample * width!, (sample + 1) * width!], inputs, i * width!);
      writeTarget(data, sample, { into: targets, at: i, outputs });
      if (weights) weights[i] = data.weights ? data.weights[sample]! : 1;
    }
    features.forEach((rows, f) => copyRows(rows, chosen, batch.features[f]!));
    return batch;
  }

  #batchOf(count: number): Batch {
    const known = this.#batches.get(count);
    if (known) return known;
    const { inputs, features, outputs, isWeighted, hasMean, masks, others } = this.#shape;
    const feeds: Record<string, TensorData> = { ...others };
    const rows = (name: string, width: number): Float32Array => {
      const data = new Float32Array(count * width);
      feeds[name] = { data, shape: [count, width] };
      return data;
    };
    const batch: Batch = {
      inputs: inputs === undefined ? undefined : rows(dataName, inputs),
      features: features.map(({ name, width }) => rows(name, width)),
      targets: rows(targetsName, outputs),
      weights: isWeighted ? rows(weightsName, 1) : undefined,
      masks: masks.map(({ name, width }) => rows(name, width)),
      feeds,
    };
    if (hasMean) feeds[inverseCountName] = { data: Float32Array.of(1 / count), shape: [] };
    if (this.#batches.size === keptBatchSizes) this.#batches.clear();
    this.#batches.set(count, batch);
    return batch;
  }
}

/** @throws {Error} if targets or weights are no longer there: copies would hold those of another batch */
function checkPresent({ count, targets, weights }: CheckedSamples, outputs: number): void {
  const isPresent =
    (targets?.length ?? count * outputs) === count * outputs && (weights?.length ?? count) === count;
  if (isPresent) return;
  throw new Error(
    `samples: the numbers of ${count} samples are no longer all there; was a buffer transferred meanwhile?`,
  );
}

function copyRows({ width, values }: Rows, chosen: ArrayLike<number>, into: Float32Array): void {
  for (let i = 0; i < chosen.length; i++) {
    const start = chosen[i]! * width;
    into.set(values.subarray(start, start + width), i * width);
  }
}
