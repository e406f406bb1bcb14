import { spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { setTimeout } from "node:timers/promises";
import { descendantsOf, isThere } from "../ancestors.mjs";
import { processTable } from "../process-table.mjs";

/**
 * Starts the programs of a scenario; what they print goes to a file, for the message of a failure.
 *
 * @param commands - `{ program, args, env, cwd }` of each
 */
export function startAll(commands, log) {
  const children = commands.map(({ program = process.execPath, args, env = {}, cwd }) => {
    const child = spawn(program, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) stream.pipe(createWriteStream(log, { flags: "a" }));
    const ended = new Promise((resolve, reject) => {
      child.on("error", reject).on("exit", (code, signal) => resolve({ code, signal }));
    });
    return { child, ended };
  });
  const seen = new Map();
  return {
    /** Resolves when those that were started have ended; what they started may live on. */
    ended: Promise.all(children.map(({ ended }) => ended)),
    /** All processes that live now, those that were started first. */
    living() {
      const table = processTable();
      for (const { child } of children) {
        if (table.has(child.pid) && child.exitCode === null && child.signalCode === null)
          for (const one of [table.get(child.pid), ...descendantsOf(child.pid, table)])
            seen.set(one.pid, one);
      }
      // also those whose parent is gone
      for (const one of seen.values()) {
        if (isThere(one, table))
          for (const below of descendantsOf(one.pid, table)) seen.set(below.pid, below);
      }
      return [...seen.values()].filter((one) => isThere(one, table));
    },
    /** Waits until nothing is left of them. @returns what is left after so many milliseconds */
    async gone(milliseconds) {
      for (const start = performance.now(); performance.now() - start < milliseconds;) {
        if (this.living().length === 0) return [];
        await setTimeout(50);
      }
      return this.living();
    },
  };
}
