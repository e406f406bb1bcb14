import { check, checkOutputs, number } from "@reciprocal/guards";
import { ShapeError } from "@reciprocal/spectral";
import { type OutputSpec, outputWidth } from "../specs/output-spec.js";
import { indexOfLargest } from "./index-of-largest.js";

/** One of the classes. */
export interface ClassAnswer {
  /** The class of the highest probability; the first of them if several have it. */
  readonly label: string;
  /** Of every class, by its name; they sum to 1. */
  readonly probabilities: Readonly<Record<string, number>>;
  readonly value?: undefined;
  readonly labels?: undefined;
}

/** A number. */
export interface NumberAnswer {
  /** In the unit of the column that was learnt. */
  readonly value: number;
  readonly label?: undefined;
  readonly probabilities?: undefined;
  readonly labels?: undefined;
}

/** Labels, each by itself. */
export interface LabelsAnswer {
  /** Those of a probability of at least one half. */
  readonly labels: readonly string[];
  /** Of every label, by its name. */
  readonly probabilities: Readonly<Record<string, number>>;
  readonly label?: undefined;
  readonly value?: undefined;
}

/** What a model answers to one sample; which of the fields are there depends on its output. */
export type Answer = ClassAnswer | NumberAnswer | LabelsAnswer;

/**
 * The answers in the outputs of a network, one for each sample.
 *
 * @throws {RangeError} for an output that is not finite, which is the answer to nothing, and for a number that does not fit
 * float64 in its unit
 * @throws {ShapeError} unless there are as many as the samples need
 */
export function answersOf(output: OutputSpec, outputs: Float32Array, count: number): Answer[] {
  const width = outputWidth(output);
  if (outputs.length !== count * width) {
    throw new ShapeError(
      `predict: the predictor must give ${count} × ${width} numbers, got ${outputs.length}`,
    );
  }
  checkOutputs("predict", outputs, { width, why: "the predictor must give finite numbers" });
  return Array.from({ length: count }, (_, sample) =>
    answerOf(
      output,
      Array.from({ length: width }, (_, index) => outputs[sample * width + index]!),
    ),
  );
}

function answerOf(output: OutputSpec, values: readonly number[]): Answer {
  if (output.kind === "number") {
    const value = values[0]! * output.deviation + output.mean;
    return { value: check(number(), "predict", `the answer ${values[0]!} × ${output.deviation}`, value) };
  }
  const names = output.kind === "classes" ? output.classes : output.labels;
  const probabilities = Object.fromEntries(names.map((name, index) => [name, values[index]!]));
  if (output.kind === "labels") {
    return { labels: names.filter((_, index) => values[index]! >= 0.5), probabilities };
  }
  return { label: names[indexOfLargest(values)]!, probabilities };
}
