import { UsageError } from "@reciprocal/sweeps";
import { experimentNames, loadExperiment } from "./experiments/index.js";
import type { Measurement } from "./measurement.js";
import { optionsHelp, readOptions, suggestion } from "./options.js";
import { experimentOptions, runExperiment } from "./run-experiment.js";

/** Commands that are not experiments, loaded only if they are asked for. */
const measurements: Readonly<Record<string, () => Promise<Measurement>>> = {
  speed: async () => (await import("./speed/command.js")).speedCommand,
  predict: async () => (await import("./predict/command.js")).predictCommand,
  memory: async () => (await import("./memory/command.js")).memoryCommand,
};

const names = [...experimentNames, ...Object.keys(measurements)];

/**
 * The program.
 *
 * @returns its exit code: 0 if all is done, 1 if something failed, 2 if the command was not understood, 130 if Ctrl-C
 * ended it
 */
export async function main([name, ...args]: readonly string[]): Promise<number> {
  try {
    const asksHelp = args.includes("--help") || args.includes("-h");
    if (name === undefined) throw new UsageError(`no command given; allowed are ${names.join(", ")}, list`);
    if (name === "list" || name === "help" || name === "--help" || name === "-h")
      return print(await overview());
    if (experimentNames.includes(name)) {
      const experiment = await loadExperiment(name);
      if (asksHelp) return print(help({ ...experiment, options: experimentOptions(experiment) }));
      return await runExperiment(experiment, args, process.cwd());
    }
    if (!Object.hasOwn(measurements, name)) {
      const hint = suggestion(name, [...names, "list"]);
      throw new UsageError(`unknown command "${name}"${hint}; allowed are ${names.join(", ")}, list`);
    }
    const measurement = await measurements[name]!();
    if (asksHelp) return print(help(measurement));
    return print(await measurement.run(readOptions(measurement.options, args)));
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    return error instanceof UsageError ? 2 : 1;
  }
}

/** Every command with what it does. */
async function overview(): Promise<string> {
  const commands = [
    ...(await Promise.all(experimentNames.map(loadExperiment))),
    ...(await Promise.all(Object.values(measurements).map((load) => load()))),
  ];
  const width = Math.max(...names.map((name) => name.length));
  const rows = commands.map(({ name, about }) => `  ${name.padEnd(width)}  ${about}`);
  return `Experiments on spectral training\n\nUsage: bench <command> [options]\n\n${rows.join("\n")}\n\nbench <command> --help says more.`;
}

function help({ name, about, options }: Pick<Measurement, "name" | "about" | "options">): string {
  return `${about}\n\nUsage: bench ${name} [options]\n\n${optionsHelp(options)}`;
}

function print(text: string): 0 {
  process.stdout.write(`${text}\n`);
  return 0;
}
