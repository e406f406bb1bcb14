import { isObject } from "@reciprocal/guards";
import type { Samples } from "@reciprocal/network";

/** Samples that come in batches, for sets that do not fit into memory, or are made while training. */
export interface SampleStream {
  /** Batches that make an epoch. */
  readonly stepsPerEpoch: number;
  /**
   * The batches of an epoch, from 1 on: an array, or what a generator gives, asynchronous or not; of any sizes, best of
   * few different ones. It is asked anew for every epoch, and left where the epoch has its steps. The same batches for
   * the same epoch make a training that can be repeated and resumed: take what is random from a seed and the epoch. An
   * abort ends the wait for an asynchronous one.
   */
  readonly batches: (epoch: number) => Iterable<Samples> | AsyncIterable<Samples>;
}

/** Whether samples come in batches. */
export function isStream(samples: Samples | SampleStream): samples is SampleStream {
  return isObject(samples) && "batches" in samples;
}
