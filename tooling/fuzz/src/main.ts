import { parseArgs } from "node:util";
import type { Failure } from "./campaign.js";
import { Runner } from "./runner.js";
import { targetNames } from "./targets/index.js";

// pnpm fuzz [reader…] [--runs N] [--seed S] [--path P]
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    runs: { type: "string" },
    seed: { type: "string" },
    path: { type: "string" },
    help: { type: "boolean" },
  },
});
const wholeNumber = (name: string, text: string | undefined, fallback: number): number => {
  if (text === undefined) return fallback;
  if (/^\d+$/.test(text) && Number(text) < 2 ** 31) return Number(text);
  throw new RangeError(`--${name} must be a whole number below 2^31, got "${text}"`);
};
const runs = wholeNumber("runs", values.runs, 100_000);
const seed = wholeNumber("seed", values.seed, Math.floor(Date.now() / 1000) % 2 ** 31);
const unknown = positionals.find((name) => !targetNames.includes(name));
if (values.help || unknown !== undefined) {
  if (unknown !== undefined) console.error(`There is no reader ${unknown}.\n`);
  console.log(
    `pnpm fuzz [reader…] [--runs 100000] [--seed S] [--path P]\n\nReaders: ${targetNames.join(", ")}`,
  );
  process.exit(unknown === undefined ? 0 : 1);
}

/** Different failures that are shown of one reader before the next one's turn. */
const mostFailures = 5;

const runner = new Runner(new URL("worker.js", import.meta.url));
let failures = 0;
for (const target of positionals.length > 0 ? positionals : targetNames) {
  failures += await fuzz(target);
}
await runner.close();
process.exitCode = failures === 0 ? 0 : 1;

/** Goes on after a failure from another seed, until all runs are done. */
async function fuzz(target: string): Promise<number> {
  const found = new Set<string>();
  let [done, accepted, seconds, slowest, most] = [0, 0, 0, 0, 0];
  for (let part = 0; done < runs && found.size < mostFailures; part++) {
    const before = done;
    const outcome = await runner.campaign(
      { target, seed: (seed + part) % 2 ** 31, runs: runs - done, path: values.path },
      (count) => showProgress(target, before + count),
    );
    done += outcome.runs;
    accepted += outcome.accepted;
    seconds += outcome.seconds;
    slowest = Math.max(slowest, outcome.slowest);
    most = Math.max(most, outcome.most);
    if (outcome.failure && !found.has(kindOf(outcome.failure))) {
      found.add(kindOf(outcome.failure));
      showFailure(outcome.failure);
    }
    if (values.path !== undefined) break;
  }
  const rate = Math.round(done / seconds).toLocaleString("en");
  console.log(
    `${clear()}${target}: ${done.toLocaleString("en")} inputs, ${Math.round((100 * accepted) / Math.max(1, done))} % accepted, ` +
      `${rate}/s of processor time, slowest ${slowest.toFixed(1)} ms, at most ${(most / 1e6).toFixed(1)} MB, ${found.size} failures`,
  );
  return found.size;
}

/** The same fault comes with other names and numbers. */
function kindOf({ problem }: Failure): string {
  return problem.replace(/\d+|"[^"]*"/g, "…").slice(0, 120);
}

function showFailure({ target, problem, input, seed, path, stack }: Failure): void {
  console.log(
    [
      `${clear()}${target}: ${problem}`,
      `  input (base64): ${input}`,
      `  again: pnpm fuzz ${target} --seed ${seed} --path ${path}`,
      ...(stack ?? "").split("\n").slice(1, 6),
    ].join("\n"),
  );
}

function showProgress(target: string, count: number): void {
  if (process.stdout.isTTY)
    process.stdout.write(
      `${clear()}${target}: ${count.toLocaleString("en")} of ${runs.toLocaleString("en")}`,
    );
}

function clear(): string {
  return process.stdout.isTTY ? "\r\u001b[K" : "";
}
