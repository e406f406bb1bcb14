import "./end-with-parents.mjs";
import { spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { install } from "./pnpm.mjs";

// pnpm fuzz [reader…] --runs 1000000 --seed 1: bundles the sources as they are, so nothing must be built before
if (!install()) process.exit(1);
const { bundleFuzz } = await import("../tooling/fuzz/bundle.mjs");
const { main, remove } = await bundleFuzz();
const program = spawn(
  process.execPath,
  ["--enable-source-maps", fileURLToPath(main), ...process.argv.slice(2)],
  {
    stdio: "inherit",
  },
);
program.on("exit", (code) => {
  remove();
  process.exitCode = code ?? 1;
});
