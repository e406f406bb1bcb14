#!/usr/bin/env node
import { defineCommand, runCommand, showUsage, type SubCommandsDef } from "citty";
import { UsageError } from "./usage-error.js";

const commands: SubCommandsDef = {
  accuracy: async () => (await import("./accuracy/command.js")).accuracyCommand,
  memory: async () => (await import("./memory/command.js")).memoryCommand,
  paper: async () => (await import("./paper/command.js")).paperCommand,
  adapt: async () => (await import("./adapt/command.js")).adaptCommand,
  nodes: async () => (await import("./nodes/command.js")).nodesCommand,
  speed: async () => (await import("./speed/command.js")).speedCommand,
};

const program = defineCommand({
  meta: { name: "reciprocal-bench", description: "Experiments on spectral training" },
  subCommands: commands,
});

await main(process.argv.slice(2));

/** Exit codes: 0 all done, 1 something failed, 2 the command was not understood. */
async function main([name, ...rest]: readonly string[]): Promise<void> {
  try {
    const asksHelp = name === "--help" || name === "-h" || rest.includes("--help") || rest.includes("-h");
    const load = name !== undefined && Object.hasOwn(commands, name) ? commands[name] : undefined;
    const command = typeof load === "function" ? await load() : undefined;
    if (asksHelp) return await (command ? showUsage(command, program) : showUsage(program));
    if (command === undefined) throw unknownCommand(name);
    await runCommand(command, { rawArgs: rest });
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}

function unknownCommand(name: string | undefined): UsageError {
  const allowed = `allowed are ${Object.keys(commands).join(", ")}; --help says more`;
  return new UsageError(
    name === undefined ? `no command given; ${allowed}` : `unknown command "${name}"; ${allowed}`,
  );
}
