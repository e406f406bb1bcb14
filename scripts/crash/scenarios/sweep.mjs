import { existsSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { root } from "../../pnpm.mjs";

const cli = resolve(root, "apps/bench/dist/cli.js");
const args = (folder) => [
  ..."accuracy --train-samples 300 --test-samples 100 --epochs 3 --widths 8 --methods dense,spectral".split(
    " ",
  ),
  ..."--seeds 0,1 --jobs 2 --out".split(" "),
  join(folder, "out"),
];

/** Of a line, what depends on the machine and the moment. */
const varying = ["seconds", "startedAt", "finishedAt", "cpuSeconds", "peakMemory", "cpu", "versions"];

const isWorker = ({ words }) => words.some((word) => /[\\/]worker\.js$/.test(word));

const shared = {
  /** Every line is whole, but for the last, and no run has two. */
  check(folder) {
    const lines = linesIn(folder);
    const keys = lines.map(({ key }) => key);
    if (new Set(keys).size !== keys.length) throw new Error("a run has two lines");
  },
  result(folder) {
    shared.check(folder);
    const lines = linesIn(folder).map((line) =>
      Object.fromEntries(Object.entries(line).filter(([name]) => !varying.includes(name))),
    );
    const report = readFileSync(join(folder, "out", "report.md"), "utf8");
    if (!report.endsWith("\n")) throw new Error("the report is not whole");
    if (existsSync(join(folder, "out", ".lock"))) throw new Error("the folder is still locked");
    return lines.sort((a, b) => (a.key < b.key ? -1 : 1));
  },
};

function linesIn(folder) {
  const path = join(folder, "out", "runs.jsonl");
  if (!existsSync(path)) return [];
  const rows = readFileSync(path, "utf8").split("\n");
  rows.pop(); // what follows the last newline may be torn
  return rows.map((row) => JSON.parse(row));
}

export const sweep = {
  name: "sweep",
  about: "an experiment of the bench: the program and its workers",
  commands: (folder) => [{ args: [cli, ...args(folder)] }],
  victims: (living) =>
    living.map((one) => ({
      pid: one.pid,
      ...(isWorker(one) ? { role: "worker", goesOn: true } : { role: "program" }),
    })),
  ...shared,
};

export const npm = {
  name: "npm",
  about: "the same by npm run bench: npm, the shell that it starts, the script, the program and its workers",
  commands: (folder) => [
    {
      program: process.platform === "win32" ? "npm.cmd" : "npm",
      args: ["run", "bench", "--silent", "--", ...args(folder)],
      cwd: root,
    },
  ],
  victims: (living) =>
    living.flatMap((one) => {
      const { pid, words } = one;
      const line = words.join(" ");
      if (isWorker(one)) return { pid, role: "worker", goesOn: true };
      if (line.includes(cli)) return { pid, role: "program" };
      if (/^\S*sh\s.*scripts\/bench\.mjs/.test(line)) return { pid, role: "shell" };
      if (words[1] === "scripts/bench.mjs") return { pid, role: "script" };
      if (/^npm run bench|npm(-cli)?(\.js)? run bench/.test(line)) return { pid, role: "npm" };
      return []; // the set-up, which builds what is stale
    }),
  ...shared,
};
