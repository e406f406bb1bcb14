import type { Experiment } from "../experiment.js";

/**
 * Every experiment by its name, loaded only if it is asked for. To add one: a file in this folder (see experiment.ts for
 * what it says) and a line here. `bench list`, `bench <name>` with its `--help`, the worker and the report follow from it.
 */
const loaders: Readonly<Record<string, () => Promise<Experiment>>> = {
  accuracy: async () => (await import("./accuracy.js")).accuracy,
  paper: async () => (await import("./paper/paper.js")).paper,
  adapt: async () => (await import("./adapt/adapt.js")).adapt,
  nodes: async () => (await import("./nodes/nodes.js")).nodes,
  defaults: async () => (await import("./defaults/defaults.js")).defaults,
  "digit-reader": async () => (await import("./digit-reader/digit-reader.js")).digitReader,
  frontier: async () => (await import("./frontier/frontier.js")).frontier,
};

export const experimentNames: readonly string[] = Object.keys(loaders);

/** @throws {RangeError} if there is no such experiment */
export async function loadExperiment(name: string): Promise<Experiment> {
  if (!Object.hasOwn(loaders, name)) throw new RangeError(`loadExperiment: there is no experiment ${name}`);
  return loaders[name]!();
}
