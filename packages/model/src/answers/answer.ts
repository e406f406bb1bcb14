import type { OutputSpec } from "../specs/output-spec.js";

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

/** The answers in the outputs of a network, one for each sample. */
export function answersOf(output: OutputSpec, outputs: ArrayLike<number>, count: number): Answer[] {
  const width = outputs.length / count;
  return Array.from({ length: count }, (_, sample) =>
    answerOf(
      output,
      Array.from({ length: width }, (_, index) => outputs[sample * width + index]!),
    ),
  );
}

function answerOf(output: OutputSpec, values: readonly number[]): Answer {
  if (output.kind === "number") return { value: values[0]! * output.deviation + output.mean };
  const names = output.kind === "classes" ? output.classes : output.labels;
  const probabilities = Object.fromEntries(names.map((name, index) => [name, values[index]!]));
  if (output.kind === "labels") {
    return { labels: names.filter((_, index) => values[index]! >= 0.5), probabilities };
  }
  return { label: names[values.indexOf(Math.max(...values))]!, probabilities };
}
