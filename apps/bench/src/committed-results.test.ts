import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { documentMarkdown } from "@reciprocal/report";
import { readRunLog, runKey } from "@reciprocal/sweeps";
import { describe, expect, it } from "vitest";
import { loadExperiment } from "./experiments/index.js";
import { runsOf } from "./example-lines.test-data.js";
import { experimentLines } from "./lines.js";
import { reportOf } from "./run-experiment.js";

// A sweep finds the runs that are done by their keys: if a key changed, weeks of runs would be done again.
const results = join(import.meta.dirname, "../results");
const folders: readonly [folder: string, count: number, ...commands: string[]][] = [
  ["accuracy-mnist", 48, "accuracy --dataset mnist --widths 50,200,500,1000"],
  ["adapt-mnist", 3, "adapt --dataset mnist"],
  ["defaults", 145, "defaults --datasets xor,moons,iris,wine,mnist"],
  ["digit-reader", 1, "digit-reader --forms s-qr:75+spectral:300+s-qr:10"],
  [
    "frontier",
    54,
    "frontier --seeds 0 --families spectral,s-svd,s-qr,spectral-and-dense,narrow-dense,low-rank",
    "frontier --seeds 1,2 --families s-qr,narrow-dense,low-rank",
    "frontier --seeds 1 --families spectral",
  ],
  ["nodes-fashion-mnist", 35, "nodes --dataset fashion-mnist --removed 50,70,80,90,95"],
  ["nodes-mnist", 35, "nodes --dataset mnist --removed 50,70,80,90,95"],
  ["paper", 666, "paper"],
];

const nameOf = ([first]: readonly string[]) => first!.split(" ")[0]!;

describe("committed runs", () => {
  it("are those of the folders below", () => {
    const found = readdirSync(results, { withFileTypes: true }).filter((entry) => entry.isDirectory());
    expect(found.map(({ name }) => name).sort()).toEqual(folders.map(([folder]) => folder));
  });

  it.each(folders)(
    "can be read, and have the keys of the runs of today: %s",
    async (folder, count, ...commands) => {
      const experiment = await loadExperiment(nameOf(commands));
      const path = join(results, folder, "runs.jsonl");
      const lines = readRunLog(path);
      expect(lines).toHaveLength(count);

      // in a line the key comes after everything that decides it and before everything that came out
      for (const line of lines) {
        const entries = Object.entries(line);
        const at = entries.findIndex(([field]) => field === "key");
        expect(runKey(Object.fromEntries(entries.slice(0, at)))).toBe(line.key);
      }

      const runs = commands.flatMap((command) => runsOf(experiment, command.split(" ").slice(1).join(" ")));
      const keysOf = (all: readonly { readonly key: string }[]) => all.map(({ key }) => key).sort();
      expect(keysOf(experimentLines(experiment, lines, path))).toEqual(keysOf(runs));
    },
  );

  it.each(folders)("give the committed report: %s", async (folder, _count, ...commands) => {
    const experiment = await loadExperiment(nameOf(commands));
    const path = join(results, folder, "runs.jsonl");
    const lines = experimentLines(experiment, readRunLog(path), path);
    const report = reportOf(experiment, lines, { missing: [], out: join(results, folder) });
    expect(documentMarkdown(report, "figures")).toBe(
      readFileSync(join(results, folder, "report.md"), "utf8"),
    );
  });
});
