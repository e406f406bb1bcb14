import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { root } from "./pnpm.mjs";

/**
 * Runs the built bench, whose standard input and outputs are those of this process, and resolves with its exit code. A
 * signal is passed on and waited for: the bench still writes its report. If this process is killed, the bench sees
 * that its channel ends (apps/bench/src/cli.ts).
 */
export function runBench(args, { cwd }) {
  const program = spawn(process.execPath, [resolve(root, "apps/bench/dist/cli.js"), ...args], {
    cwd,
    stdio: ["inherit", "inherit", "inherit", "ipc"],
  });
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => program.kill(signal));
  return new Promise((done, fail) => {
    program.on("error", fail);
    program.on("exit", (code) => done(code ?? 1));
  });
}
