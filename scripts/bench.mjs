import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { root, setUpBench } from "./pnpm.mjs";

// npm run bench -- <subcommand> … and pnpm bench <subcommand> …: paths are those of the caller's folder, and
// stdout belongs to the subcommand alone, so that --json can be piped.
if (!setUpBench()) process.exit(1);

const cli = resolve(root, "apps/bench/dist/cli.js");
const program = spawn(process.execPath, [cli, ...process.argv.slice(2)], {
  cwd: process.env.INIT_CWD ?? process.cwd(),
  stdio: "inherit",
});
// Ctrl-C reaches the program too, which writes its report before it ends: this process waits for that.
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => program.kill(signal));
// If only npm or pnpm is killed, this process is not told: it ends when its parent is gone.
const parent = process.ppid;
setInterval(() => process.ppid === parent || program.kill("SIGTERM"), 1000).unref();
program.on("error", (error) => {
  throw error;
});
program.on("exit", (code) => (process.exitCode = code ?? 1));
