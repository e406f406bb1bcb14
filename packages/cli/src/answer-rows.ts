import type { Answer, OutputSpec } from "@reciprocal/model";

/** A column of what `predict` prints. */
export interface AnswerColumn {
  readonly name: string;
  readonly cell: (answer: Answer) => string;
}

/**
 * A class has its name and its probability, a number itself, labels a probability each.
 *
 * @param all - the probability of every class instead of that of the answer alone
 */
export function answerColumns(output: OutputSpec, { all }: { readonly all: boolean }): AnswerColumn[] {
  const probabilityOf =
    (name: string) =>
    (answer: Answer): string =>
      rounded(answer.probabilities![name]!);
  switch (output.kind) {
    case "number":
      return [{ name: output.name, cell: ({ value }) => String(Number(value!.toPrecision(7))) }];
    case "labels":
      return output.labels.map((label) => ({ name: label, cell: probabilityOf(label) }));
    case "classes": {
      const answer = { name: output.name, cell: ({ label }: Answer) => label! };
      if (all) return [answer, ...output.classes.map((name) => ({ name, cell: probabilityOf(name) }))];
      return [answer, { name: "probability", cell: (one) => probabilityOf(one.label!)(one) }];
    }
  }
}

export function answerRow(columns: readonly AnswerColumn[], answer: Answer): string[] {
  return columns.map(({ cell }) => cell(answer));
}

function rounded(probability: number): string {
  return probability.toFixed(4);
}
