import type { Loss, Network, Samples } from "@reciprocal/network";
import { check, flag, integer, limit, number, oneOf, options, type OptionTable } from "@reciprocal/guards";
import { RightAnswers } from "../right-answers.js";

/** Ends training when a measure of the validation samples stops getting better. */
export interface EarlyStoppingOptions {
  /** The measure that is watched. Default `validationLoss`. */
  readonly monitor?: "validationLoss" | "validationAccuracy";
  /** What counts as better: an improvement of more than this. Default 0. */
  readonly minDelta?: number;
  /** Epochs in a row without an improvement after which training ends. Default 5. */
  readonly patience?: number;
  /** Return the network of the best epoch instead of the last. Default false. */
  readonly restoreBest?: boolean;
}

/** All but `restoreBest`. */
export const stoppingTable = () =>
  ({
    monitor: oneOf(["validationLoss", "validationAccuracy"]).default("validationLoss"),
    minDelta: number({ min: 0 }).default(0),
    patience: integer({ min: 1 }).default(5),
  }) satisfies OptionTable<Omit<EarlyStoppingOptions, "restoreBest">>;

export const earlyStoppingOptions = options(
  () =>
    ({
      ...stoppingTable(),
      restoreBest: flag().default(false),
    }) satisfies OptionTable<EarlyStoppingOptions>,
);

/**
 * Follows one measure over the epochs, for a training that ends when it stops getting better.
 *
 * @example
 * import { EarlyStopping } from "@reciprocal/training";
 *
 * const stopping = new EarlyStopping({ monitor: "validationLoss", patience: 2 });
 * console.log([0.9, 0.5, 0.6, 0.7].map((loss) => stopping.observe(loss).stop));
 * // => [ false, false, false, true ]
 */
export class EarlyStopping {
  /** The measure that is followed: a loss is to fall, an accuracy to rise. */
  readonly monitor: "validationLoss" | "validationAccuracy";
  /** By how much it must get better to count. */
  readonly minDelta: number;
  /** Whether the best network is wanted at the end, in place of the last. */
  readonly restoreBest: boolean;
  readonly #patience: number;
  readonly #sign: number;
  #best = -Infinity;
  #waited = 0;

  constructor(given: EarlyStoppingOptions = {}) {
    const { monitor, minDelta, patience, restoreBest } = earlyStoppingOptions.read("earlyStopping", given);
    this.monitor = monitor;
    this.minDelta = minDelta;
    this.restoreBest = restoreBest;
    this.#patience = patience;
    this.#sign = monitor === "validationAccuracy" ? 1 : -1;
  }

  /**
   * Takes the measure of one epoch; says whether it is the best so far, and whether to stop. An infinite loss is worse than
   * every other.
   *
   * @param value - the measure after the epoch
   * @throws {RangeError | TypeError} for NaN, which is neither better nor worse than anything, and for what is no number
   */
  observe(value: number): { readonly improved: boolean; readonly stop: boolean } {
    check(limit(), "EarlyStopping", this.monitor, value);
    const improved = this.#sign * value > this.#best + this.minDelta;
    if (improved) this.#best = this.#sign * value;
    this.#waited = improved ? 0 : this.#waited + 1;
    return { improved, stop: this.#waited >= this.#patience };
  }
}

/** @throws {TypeError} if there will be nothing to watch */
export function checkStopping(
  where: string,
  { monitor }: Pick<EarlyStoppingOptions, "monitor">,
  {
    network,
    loss,
    validation,
  }: {
    readonly network: Network;
    readonly loss: Loss;
    /** What will be validated with. */
    readonly validation: Pick<Samples, "labels"> | undefined;
  },
): void {
  if (!validation) {
    throw new TypeError(`${where}: earlyStopping needs validation samples (validation or validationSplit)`);
  }
  if (monitor === "validationAccuracy" && !new RightAnswers(network, loss).areDefinedFor(validation)) {
    throw new TypeError(
      `${where}: numbers have no accuracy, they are only near or far; let earlyStopping monitor validationLoss`,
    );
  }
}
