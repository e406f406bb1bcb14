import type { Choice, OptionTable } from "./options.js";

/** A command that measures the program itself, on this machine, in this process. */
export interface Measurement<Options extends OptionTable = OptionTable> {
  readonly name: string;
  /** One line for `list` and `--help`. */
  readonly about: string;
  readonly options: Options;
  /** @returns what is printed */
  run(choice: Choice<Options>): Promise<string>;
}

/** Gives a measurement back; infers its types. */
export function defineMeasurement<const Options extends OptionTable>(
  measurement: Measurement<Options>,
): Measurement<Options> {
  return measurement;
}
