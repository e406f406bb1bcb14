import "./end-with-parents.mjs";
import { install, pnpm, runOrShow } from "./pnpm.mjs";

// pnpm docs:first-minute: what a new visitor of the playground waits for, on a slow phone with slow 4G
if (!install() || !runOrShow(["run", "docs:build"])) process.exit(1);
process.env["RECIPROCAL_FIRST_MINUTE"] = "measure";
const test = [
  "vitest",
  "run",
  "--project",
  "@reciprocal/docs",
  "first-minute",
  "--disable-console-intercept",
];
process.exitCode = pnpm(["exec", ...test]).status;
