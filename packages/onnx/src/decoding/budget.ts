import { refuseUnsupported } from "./refuse.js";

/** Work for each byte of a model, and for each number that it makes: so no more numbers are made than there are bytes. */
const stepsPerByte = 16;
const stepsPerNumber = 16;

/** More than the shapes of any chain of dense layers have; the work of some operators grows with the square of it. */
export const mostDimensions = 8;

/**
 * The work that reading a model may take, in steps, so that time and memory are in proportion to its bytes. Constants may be
 * used again, and small ones be spread over large shapes: whoever goes through numbers counts them here first.
 */
export class Budget {
  private spent = 0;

  /** @param bytes - of the model, and of the files beside it that were read */
  constructor(private readonly bytes: () => number) {}

  /** Counts numbers that are gone through once, each a step. */
  steps(count: number, where: string): void {
    this.spent += count;
    const bytes = this.bytes();
    if (this.spent <= stepsPerByte * bytes) return;
    refuseUnsupported(
      `${where} uses constants too often or makes them too large: all nodes together may take ${stepsPerByte} steps for each of ` +
        `the ${bytes} bytes of the model, where a number that is made counts ${stepsPerNumber}`,
    );
  }

  /** Counts numbers that are to be made, and may stay in memory. */
  numbers(count: number, where: string): void {
    this.steps(stepsPerNumber * count, where);
  }
}

/** Who makes or reads numbers: a node, say. */
export interface Payer {
  readonly budget: Budget;
  /** How errors call it. */
  readonly where: string;
}

/** @throws {OnnxFormatError} for shapes, and lists of sizes or axes, of more dimensions than are read */
export function checkDimensions(count: number, where: string, what = "dimensions"): void {
  if (count <= mostDimensions) return;
  refuseUnsupported(`${where} has ${count} ${what}; supported are at most ${mostDimensions}`);
}
