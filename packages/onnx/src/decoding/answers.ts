import type { AttributeProto } from "@reciprocal/graph";
import { enumerate, quote } from "@reciprocal/guards";
import type { Chain } from "./chain.js";
import { refuseUnsupported } from "./refuse.js";

/** Operators that make an answer of scores: a class, or a record of names and scores. What they do to them. */
const answering: Readonly<Record<string, string>> = {
  ArgMax: "gives the class with the largest score",
  "ai.onnx.ml.ZipMap": "gives every score the name of its class",
  "ai.onnx.ml.Binarizer": "gives 0 or 1 for every score",
};

/** Operators that bring an answer into another form. */
const after: readonly string[] = [
  ...["Cast", "Identity", "Reshape", "Squeeze", "Unsqueeze"],
  ...["ai.onnx.ml.ArrayFeatureExtractor", "ai.onnx.ml.LabelEncoder", "ai.onnx.ml.ZipMap"],
];

export const answerOperators: readonly string[] = [
  ...Object.keys(answering),
  "ai.onnx.ml.ArrayFeatureExtractor",
  "ai.onnx.ml.LabelEncoder",
];

/** An answer that was made of what a chain came to. */
interface Answer {
  /** How many layers there were. */
  readonly layers: number;
  readonly where: string;
}

/** The values that are answers, which a network does not give: it gives the scores. */
export class Answers {
  private readonly answers = new Map<string, Answer>();

  constructor(private readonly warn: (message: string) => void) {}

  has(name: string): boolean {
    return this.answers.has(name);
  }

  /** Whether an operator makes an answer of the value of a chain. */
  canMake(operator: string): boolean {
    return Object.hasOwn(answering, operator);
  }

  /** An answer out of the value of a chain. */
  make(
    {
      chain,
      where,
      operator,
      attribute,
    }: {
      readonly chain: Chain;
      readonly where: string;
      readonly operator: string;
      readonly attribute: (name: string) => AttributeProto | undefined;
    },
    results: readonly string[],
  ): void {
    if (operator === "ArgMax") {
      const axis = attribute("axis")?.int ?? 0;
      if ((axis !== 1 && axis !== -1) || (chain.sample && chain.sample.length !== 1)) {
        refuseUnsupported(`${where} has axis ${axis}; supported is the one of the nodes, after Flatten`);
      }
    }
    for (const name of results) this.answers.set(name, { layers: chain.length, where });
    this.warn(
      `${where} ${answering[operator]!}; the network gives the scores themselves${classesOf(attribute)}`,
    );
  }

  /** An answer in another form. */
  follow(
    operator: string,
    where: string,
    { inputs, results }: { inputs: readonly string[]; results: readonly string[] },
  ): void {
    const from = inputs.find((name) => this.answers.has(name))!;
    if (!after.includes(operator)) {
      refuseUnsupported(`${where} computes with ${quote(from)}, an answer that a network does not give`);
    }
    for (const name of results) this.answers.set(name, this.answers.get(from)!);
  }

  /** Refuses an output that is an answer out of the middle of a chain; a softmax after it changes no class. */
  checkAtEnd(name: string, chain: Chain): void {
    const { layers, where } = this.answers.get(name)!;
    if (layers === chain.length || chain.isOnlySoftmaxFrom(layers)) return;
    refuseUnsupported(
      `output ${quote(name)} is made by ${where} before the last layer; branches are not supported`,
    );
  }
}

function classesOf(attribute: (name: string) => AttributeProto | undefined): string {
  const decoder = new TextDecoder();
  const words = attribute("classlabels_strings")?.strings ?? [];
  const numbers = attribute("classlabels_int64s")?.ints ?? [];
  const names =
    words.length > 0
      ? enumerate(words, (bytes) => quote(decoder.decode(bytes.subarray(0, 400)), 60))
      : enumerate(numbers);
  return names === "" ? "" : `, in the order of the classes ${names}`;
}
