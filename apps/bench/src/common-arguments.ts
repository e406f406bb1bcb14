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

interface Described {
  readonly description: string;
  readonly default?: string | boolean;
}

/** Adds the default of every text to its description: citty shows no default where there is a hint at the value. */
export function showDefaults<const Arguments extends Readonly<Record<string, Described>>>(
  definitions: Arguments,
): Arguments {
  const shown = Object.entries(definitions).map(([name, definition]) => {
    const { description, default: value } = definition;
    return [
      name,
      typeof value === "string" ? { ...definition, description: `${description} (${value})` } : definition,
    ];
  });
  return Object.fromEntries(shown) as Arguments;
}
