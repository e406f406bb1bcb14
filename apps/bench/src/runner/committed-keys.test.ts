import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { accuracyOptions } from "../accuracy/options.js";
import { adaptOptions } from "../adapt/options.js";
import { nodesOptions } from "../nodes/options.js";
import { runKey } from "./run-key.js";

// A sweep finds the runs that are done by their keys: were a key to change, weeks of runs would be done again.
const results = fileURLToPath(new URL("../../results/", import.meta.url));
const logs = readdirSync(results).flatMap((folder) => {
  const path = join(results, folder, "runs.jsonl");
  return existsSync(path) ? [{ folder, lines: linesOf(path) }] : [];
});

function linesOf(path: string): Readonly<Record<string, unknown>>[] {
  const lines = readFileSync(path, "utf8").trimEnd().split("\n");
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

/** Options of the command, by the field of a line that has their values. */
const nodesAsked = { strategies: "strategy", seeds: "seed", removed: "removed" };

describe("the keys of the committed runs", () => {
  it("are of 787 runs in 5 files", () => {
    expect(Object.fromEntries(logs.map(({ folder, lines }) => [folder, lines.length]))).toEqual({
      "accuracy-mnist": 48,
      "adapt-mnist": 3,
      "nodes-fashion-mnist": 35,
      "nodes-mnist": 35,
      paper: 666,
    });
  });

  // the key stands in a line after all that decides it and before all that came out
  it.each(logs)("are what the settings in their lines give: $folder", ({ lines }) => {
    for (const line of lines) {
      const entries = Object.entries(line);
      const at = entries.findIndex(([name]) => name === "key");
      expect(runKey(Object.fromEntries(entries.slice(0, at)))).toBe(line["key"]);
    }
  });

  // those of the paper are held against its plan in ../paper/plan-runs.test.ts
  it.each([
    { folder: "accuracy-mnist", options: accuracyOptions, asked: { widths: "width" } },
    { folder: "adapt-mnist", options: adaptOptions, asked: {} },
    { folder: "nodes-mnist", options: nodesOptions, asked: nodesAsked },
    {
      folder: "nodes-fashion-mnist",
      options: nodesOptions,
      asked: nodesAsked,
    },
  ])("are those that the command plans today: $folder", ({ folder, options, asked }) => {
    const { lines } = logs.find((log) => log.folder === folder)!;
    const valuesOf = (name: string) => [...new Set(lines.map((line) => String(line[name])))].join(",");
    const given = Object.fromEntries(Object.entries(asked).map(([option, name]) => [option, valuesOf(name)]));
    const { runs } = options({ dataset: valuesOf("dataset"), ...given }, "/");
    expect(lines.map(({ key }) => key).filter((key) => !runs.some((run) => run.key === key))).toEqual([]);
  });
});
