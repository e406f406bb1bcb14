import type { serialization } from "@tensorflow/tfjs-core";

/**
 * The arguments of which a layer wrote its config.
 *
 * TensorFlow.js writes names in snake case, which loses the capitals of R, U, V and Q: they are put back here. Models
 * saved before version 0.1 say `train` for `trainableGroups`.
 *
 * @param known - names of arguments
 * @param groups - names of groups
 */
export function argumentsOfConfig(
  config: serialization.ConfigDict,
  known: readonly string[],
  groups: readonly string[],
): Record<string, unknown> {
  const { train, ...named } = config;
  const args = Object.fromEntries(
    Object.entries(named)
      .filter(([name]) => name !== "customObjects") // added by the loader
      .map(([name, value]) => [restored(name, known), value]),
  );
  const trainable = args["trainableGroups"] ?? train;
  if (!Array.isArray(trainable)) return args;
  return { ...args, trainableGroups: (trainable as string[]).map((name) => restored(name, groups)) };
}

function restored(name: string, names: readonly string[]): string {
  return names.find((candidate) => candidate.toLowerCase() === name.toLowerCase()) ?? name;
}
