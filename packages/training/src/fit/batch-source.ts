import { check, callback, integer, isObject, refuseUnknown, show } from "@reciprocal/guards";
import { checkSamples, outputSize, type CheckedSamples, type Loss, type Network } from "@reciprocal/network";
import { epochOrder } from "@reciprocal/spectral";
import { type ClassWeights, withBatchWeights } from "../class-weights.js";
import type { SampleStream } from "./stream.js";

/** Some samples, and which of them make the batch. */
export interface FitBatch {
  readonly data: CheckedSamples;
  readonly chosen: ArrayLike<number>;
}

/** Where a training has its batches from. */
export interface BatchSource {
  /** Steps of every epoch. */
  readonly steps: number;
  /** The batches of an epoch, from 1, without the first `done`. */
  readonly batches: (epoch: number, done: number) => Iterable<FitBatch> | AsyncIterable<FitBatch>;
}

/** Samples that are there, in an order of its own for every epoch. */
export function sourceOfSamples(
  data: CheckedSamples,
  {
    batchSize,
    seed,
    shuffle,
  }: { readonly batchSize: number; readonly seed: number; readonly shuffle: boolean },
): BatchSource {
  const steps = Math.ceil(data.count / batchSize);
  return {
    steps,
    *batches(epoch, done) {
      const order = epochOrder(data.count, { seed, epoch, shuffle });
      for (let step = done; step < steps; step++) {
        yield { data, chosen: order.subarray(step * batchSize, (step + 1) * batchSize) };
      }
    },
  };
}

/**
 * Batches that come. Each is checked as all samples are.
 *
 * @throws {TypeError | RangeError} if it is no stream; and from `batches`, as `checkSamples`, or if an epoch has too few
 */
export function sourceOfStream(
  where: string,
  stream: SampleStream,
  {
    network,
    loss,
    isLossGiven,
    classWeights,
    signal,
  }: {
    readonly network: Network;
    readonly loss: Loss;
    readonly isLossGiven: boolean;
    readonly classWeights: ClassWeights | undefined;
    /** Ends the wait for a batch. */
    readonly signal: AbortSignal | undefined;
  },
): BatchSource {
  const name = `${where}: a stream of batches`;
  refuseUnknown(name, stream, ["batches", "stepsPerEpoch"]);
  check(callback<SampleStream["batches"]>(), name, "batches", stream.batches);
  const steps = check(integer({ min: 1 }), name, "stepsPerEpoch", stream.stepsPerEpoch);
  const outputs = outputSize(network);

  async function* batches(epoch: number, done: number): AsyncGenerator<FitBatch, void, void> {
    let step = 0;
    for await (const samples of untilAborted(openBatches(name, stream.batches(epoch)), signal)) {
      step++;
      if (step > done) {
        const which = `${where}: batch ${step} of epoch ${epoch}`;
        if (
          !isLossGiven &&
          loss === "mean-squared-error" &&
          (samples as Partial<typeof samples> | null)?.labels
        ) {
          throw new TypeError(
            `${which}: labels need a network that ends with a softmax or a sigmoid, or a loss by name`,
          );
        }
        const data = withBatchWeights(which, checkSamples(which, network, samples, loss), {
          classWeights,
          outputs,
        });
        yield { data, chosen: Uint32Array.from({ length: data.count }, (_, i) => i) };
      }
      if (step === steps) return;
    }
    if (signal?.aborted) return;
    throw new RangeError(`${where}: epoch ${epoch} needs ${steps} batches (stepsPerEpoch), got ${step}`);
  }
  return { steps, batches };
}

/** @throws {TypeError} for what cannot be gone through */
function openBatches<T>(name: string, batches: Iterable<T> | AsyncIterable<T>): typeof batches {
  const isOpen =
    Array.isArray(batches) ||
    (isObject(batches) && (Symbol.iterator in batches || Symbol.asyncIterator in batches));
  if (isOpen) return batches;
  throw new TypeError(
    `${name}: batches must return an array or a generator of batches, got ${show(batches)}`,
  );
}

/**
 * What comes of a stream until a signal ends the wait for it, so that one that never answers holds nothing up. It is told to
 * end, but not waited for then: a generator ends only where it yields.
 */
async function* untilAborted<T>(
  batches: Iterable<T> | AsyncIterable<T>,
  signal: AbortSignal | undefined,
): AsyncGenerator<T, void, void> {
  if (!signal || !(Symbol.asyncIterator in batches)) {
    yield* batches;
    return;
  }
  const iterator = batches[Symbol.asyncIterator]();
  /** Ends the wait that is going on. */
  let endWait = () => {};
  const abort = () => endWait();
  signal.addEventListener("abort", abort);
  // not a race with one promise for the abort, which would keep every batch of the epoch until it settles
  const nextUnlessAborted = () =>
    new Promise<IteratorResult<T> | undefined>((resolve, reject) => {
      endWait = () => resolve(undefined);
      if (signal.aborted) endWait();
      iterator.next().then(resolve, reject);
    });
  /** Whether the stream has neither ended nor failed, and can be told to end. */
  let isOpen = false;
  try {
    for (;;) {
      isOpen = false;
      const next = await nextUnlessAborted();
      if (!next) {
        // an error of a stream that nobody waits for is nobody's
        Promise.resolve(iterator.return?.()).catch(() => {});
        return;
      }
      if (next.done) return;
      isOpen = true;
      yield next.value;
    }
  } finally {
    signal.removeEventListener("abort", abort);
    if (isOpen) await iterator.return?.();
  }
}
