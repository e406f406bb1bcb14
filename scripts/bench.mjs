import "./end-with-parents.mjs";
import { setUpBench } from "./pnpm.mjs";
import { runBench } from "./run-bench.mjs";

// npm run bench -- <subcommand> … and pnpm bench <subcommand> …: paths are those of the caller's folder, and
// stdout belongs to the subcommand alone, so that --json can be piped.
process.exitCode = setUpBench()
  ? await runBench(process.argv.slice(2), { cwd: process.env.INIT_CWD ?? process.cwd() })
  : 1;
