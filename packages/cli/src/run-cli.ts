import { readFileSync } from "node:fs";
import { cutMessage } from "@reciprocal/guards";
import { defineCommand, runCommand, showUsage, type SubCommandsDef } from "citty";
import { adviceFor } from "./advice.js";
import { standardInput } from "./standard-input.js";
import { UsageError } from "./usage-error.js";

const commands: SubCommandsDef = {
  train: async () => (await import("./commands/train.js")).trainCommand,
  evaluate: async () => (await import("./commands/evaluate.js")).evaluateCommand,
  predict: async () => (await import("./commands/predict.js")).predictCommand,
  prune: async () => (await import("./commands/prune.js")).pruneCommand,
  inspect: async () => (await import("./commands/inspect.js")).inspectCommand,
  convert: async () => (await import("./commands/convert.js")).convertCommand,
  diff: async () => (await import("./commands/diff.js")).diffCommand,
  apply: async () => (await import("./commands/apply.js")).applyCommand,
};

const program = defineCommand({
  meta: {
    name: "reciprocal",
    description: "Train models from tables and images, and work with files of networks",
  },
  subCommands: commands,
});

/**
 * Does what the words of a command line say, as the program `reciprocal` does: results go to standard output, what went
 * wrong to standard error. `--version` alone prints the version of this package.
 *
 * @param args - the words after the name of the program
 * @returns the exit code: 0 done, 1 something failed, 2 the command was not understood, 130 stopped by Ctrl-C with what
 * there was written
 */
export async function runCli([name, ...rest]: readonly string[]): Promise<number> {
  try {
    const asksHelp = name === "--help" || name === "-h" || rest.includes("--help") || rest.includes("-h");
    const load = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
    const command = typeof load === "function" ? await load() : undefined;
    if (name === "--version" && rest.length === 0) process.stdout.write(`${ownVersion()}\n`);
    else if (asksHelp) await (command ? showUsage(command, program) : showUsage(program));
    else if (command === undefined) throw unknownCommand(name);
    else {
      const { result } = await runCommand(command, {
        rawArgs: rest.map((word) => (word === "-" ? standardInput : word)),
      });
      if (typeof result === "number") return result;
    }
    return 0;
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    process.stderr.write(`${cutMessage(adviceFor(name, message))}\n`);
    // citty names its own errors so: a word is missing
    const isUsage = error instanceof UsageError || (error instanceof Error && error.name === "CLIError");
    return isUsage ? 2 : 1;
  }
}

function ownVersion(): string {
  const manifest = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  return (JSON.parse(manifest) as { version: string }).version;
}

function unknownCommand(name: string | undefined): UsageError {
  const allowed = `allowed are ${Object.keys(commands).join(", ")}; --help says more`;
  return new UsageError(
    name === undefined ? `no command given; ${allowed}` : `unknown command "${name}"; ${allowed}`,
  );
}
