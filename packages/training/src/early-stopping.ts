import { checkOptions, checkWhole } from "./internal/check-options.js";

/** Ends training when a measure of the validation samples stops getting better. */
export interface EarlyStoppingOptions {
  /** Default `validationLoss`. */
  readonly monitor?: "validationLoss" | "validationAccuracy";
  /** What counts as better: an improvement of more than this. Default 0. */
  readonly minDelta?: number;
  /** Epochs in a row without an improvement after which training ends. Default 5. */
  readonly patience?: number;
  /** Return the network of the best epoch instead of the last. Default false. */
  readonly restoreBest?: boolean;
}

/** Follows one measure over the epochs. */
export class EarlyStopping {
  readonly monitor: "validationLoss" | "validationAccuracy";
  readonly minDelta: number;
  readonly restoreBest: boolean;
  readonly #patience: number;
  readonly #sign: number;
  #best = -Infinity;
  #waited = 0;

  constructor(options: EarlyStoppingOptions = {}) {
    checkOptions("earlyStopping", options, ["monitor", "minDelta", "patience", "restoreBest"]);
    const { monitor = "validationLoss", minDelta = 0, patience = 5, restoreBest = false } = options;
    if (monitor !== "validationLoss" && monitor !== "validationAccuracy") {
      throw new RangeError(
        `earlyStopping: monitor must be validationLoss or validationAccuracy, got ${String(monitor)}`,
      );
    }
    if (!(minDelta >= 0 && Number.isFinite(minDelta))) {
      throw new RangeError(`earlyStopping: minDelta must be finite and at least 0, got ${minDelta}`);
    }
    checkWhole("earlyStopping", "patience", patience);
    this.monitor = monitor;
    this.minDelta = minDelta;
    this.restoreBest = restoreBest;
    this.#patience = patience;
    this.#sign = monitor === "validationAccuracy" ? 1 : -1;
  }

  /** Takes the measure of one epoch; says whether it is the best so far, and whether to stop. */
  observe(value: number): { readonly improved: boolean; readonly stop: boolean } {
    const improved = this.#sign * value > this.#best + this.minDelta;
    if (improved) this.#best = this.#sign * value;
    this.#waited = improved ? 0 : this.#waited + 1;
    return { improved, stop: this.#waited >= this.#patience };
  }
}
