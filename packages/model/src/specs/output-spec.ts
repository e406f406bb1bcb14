/** One of some classes: the network ends with a softmax of an output per class. */
export interface ClassesOutput {
  readonly kind: "classes";
  /** What is answered, such as the name of the label column. */
  readonly name: string;
  /** In the order of the outputs; at least two, all different. */
  readonly classes: readonly string[];
}

/** A number: output · deviation + mean, of a network with one output. */
export interface NumberOutput {
  readonly kind: "number";
  /** What is answered, such as the name of the label column. */
  readonly name: string;
  /** What an output of 0 stands for. */
  readonly mean: number;
  /** Above 0. */
  readonly deviation: number;
}

/** Any of some labels, each by itself: the network ends with a sigmoid of an output per label. */
export interface LabelsOutput {
  readonly kind: "labels";
  /** In the order of the outputs; at least one, all different. */
  readonly labels: readonly string[];
}

/** What a model answers, and how the outputs of its network become that. */
export type OutputSpec = ClassesOutput | NumberOutput | LabelsOutput;

/** Outputs that a network needs. */
export function outputWidth(output: OutputSpec): number {
  if (output.kind === "number") return 1;
  return output.kind === "classes" ? output.classes.length : output.labels.length;
}
