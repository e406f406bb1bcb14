import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { runKey } from "./runner/run-key.js";

const results = join(import.meta.dirname, "../results");

/** The fields of a line that its key is the hash of. */
const keyed: Readonly<Record<string, readonly string[]>> = {
  accuracy: ["experiment", "dataset", "method", "hiddenLayers", "width", "seed", "settings"],
  adapt: ["experiment", "dataset", "tasks", "methods", "width", "seed", "settings"],
  nodes: ["experiment", "dataset", "strategy", "width", "seed", "removed", "settings"],
  paper: [
    ...["experiment", "protocol", "version", "dataset", "method", "hiddenLayers", "width", "seed"],
    "settings",
  ],
};

describe("the keys of committed runs", () => {
  it.each([
    ["accuracy-mnist", 48],
    ["adapt-mnist", 3],
    ["nodes-fashion-mnist", 35],
    ["nodes-mnist", 35],
    ["paper", 666],
  ])("are those of their settings in %s", (folder, count) => {
    const lines = readFileSync(join(results, folder, "runs.jsonl"), "utf8")
      .trimEnd()
      .split("\n");
    expect(lines).toHaveLength(count);
    for (const text of lines) {
      const line = JSON.parse(text) as Record<string, unknown> & { experiment: string; key: string };
      const run = Object.fromEntries(keyed[line.experiment]!.map((name) => [name, line[name]]));
      expect(runKey(run)).toBe(line.key);
    }
  });
});
