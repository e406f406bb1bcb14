import "./end-with-parents.mjs";
import { Buffer } from "node:buffer";
import { spawn } from "node:child_process";
import { resolve } from "node:path";
import { root } from "./pnpm.mjs";
import { quickFlags } from "./slow-tests.mjs";

// pnpm check:quick: types, lint and the unit tests that need no browser, no build and no registry; what did not change since
// the last time is taken from there where that is safe. npm test is the whole.
const start = performance.now();
const bin = (name) => resolve(root, "node_modules", name);
const checks = {
  types: [bin("typescript/bin/tsc"), "-p", "tsconfig.json"],
  lint: [bin("eslint/bin/eslint.js"), ".", "--max-warnings=0", ...cache("eslint")],
  format: [bin("prettier/bin/prettier.cjs"), "--check", ".", "--log-level=warn", ...cache("prettier/quick")],
};
const [tests, others] = await Promise.all([
  run("tests", [bin("vitest/vitest.mjs"), "run", "--reporter=dot", ...quickFlags, ...process.argv.slice(2)]),
  inTurn(Object.entries(checks)),
]);
const failed = [...tests, ...others];
const seconds = ((performance.now() - start) / 1000).toFixed(0);
console.log(
  failed.length === 0 ? `quick checks passed in ${seconds} s` : `failed: ${failed.join(", ")} (${seconds} s)`,
);
process.exitCode = failed.length === 0 ? 0 : 1;

function cache(name) {
  const file = `node_modules/.cache/${name}`;
  return ["--cache", "--cache-strategy=content", `--cache-location=${file}`];
}

async function inTurn(list) {
  const failed = [];
  for (const [name, args] of list) failed.push(...(await run(name, args)));
  return failed;
}

/** Runs a program of Node, shows what it printed once it has ended, and returns its name if it failed. */
function run(name, args) {
  const begin = performance.now();
  const program = spawn(process.execPath, args, { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  const printed = [];
  for (const stream of [program.stdout, program.stderr]) stream.on("data", (chunk) => printed.push(chunk));
  return new Promise((done, fail) => {
    program.on("error", fail);
    program.on("close", (code) => {
      if (code !== 0) process.stdout.write(Buffer.concat(printed));
      console.log(
        `${code === 0 ? "ok" : "FAILED"}: ${name}, ${((performance.now() - begin) / 1000).toFixed(1)} s`,
      );
      done(code === 0 ? [] : [name]);
    });
  });
}
