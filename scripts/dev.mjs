import "./end-with-parents.mjs";
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { resolve } from "node:path";
import { root } from "./pnpm.mjs";
import { quickFlags } from "./slow-tests.mjs";

// pnpm dev: after every change, the types, what is built, and the tests that the change reaches, in whatever package.
// vitest has the keyboard; the others put their name before each line. Further words go to vitest.
const bin = (name) => resolve(root, "node_modules", name);
const watchers = {
  types: [bin("typescript/bin/tsc"), "-p", "tsconfig.json", "--watch", "--preserveWatchOutput"],
  build: [bin("turbo/bin/turbo"), "watch", "build", "--ui=stream", "--output-logs=errors-only"],
};
const programs = Object.entries(watchers).map(([name, args]) => {
  const program = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  for (const stream of [program.stdout, program.stderr])
    createInterface({ input: stream }).on("line", (line) => line && console.log(`${name} | ${line}`));
  return program;
});
const vitest = spawn(
  process.execPath,
  [
    bin("vitest/vitest.mjs"),
    "watch",
    "--changed",
    "--passWithNoTests",
    ...quickFlags,
    ...process.argv.slice(2),
  ],
  { cwd: root, stdio: "inherit" },
);
const end = () => {
  for (const program of [...programs, vitest]) program.kill();
};
for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, end);
vitest.on("exit", (code) => {
  end();
  process.exitCode = code ?? 1;
});
