/** Arguments that several commands take, in the same words. */
export const jsonArgument = {
  json: { type: "boolean", description: "Print one JSON object on standard output, and nothing else there" },
} as const;

export const sampleArguments = {
  "train-samples": {
    type: "string",
    valueHint: "n",
    description: "Use the first n training samples only (all)",
  },
  "test-samples": { type: "string", valueHint: "n", description: "Use the first n test samples only (all)" },
} as const;
