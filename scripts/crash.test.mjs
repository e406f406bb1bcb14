import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runScenario } from "./crash/run-scenario.mjs";
import { scenarios } from "./crash/scenarios/index.mjs";

let folder;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "crash-test-"))));
afterEach(() => rmSync(folder, { recursive: true }));

// a small share of `pnpm crash`
describe("what is killed and begun again comes to the same end", () => {
  it.each(scenarios)(
    "$name",
    async (scenario) => {
      const { kills = 5 } = scenario;
      const counts = await runScenario(scenario, { kills, seed: 1, folder });
      expect(counts.finished).toBeGreaterThan(0);
    },
    300_000,
  );
});

describe("runScenario", () => {
  /** A program that appends a line per step to a file and goes on where it stands. */
  const counter = (body) => ({
    name: "counter",
    commands: (own) => [
      {
        args: [
          "-e",
          `const fs = require("node:fs"), file = process.argv[1];
           const done = () => fs.existsSync(file) ? fs.readFileSync(file, "utf8").split("\\n").length - 1 : 0;
           ${body}`,
          join(own, "file"),
        ],
      },
    ],
    result: (own) => readLines(join(own, "file")),
  });
  const readLines = (file) => readFileSync(file, "utf8").split("\n");

  it("finds what is torn, lost or doubled by a kill", async () => {
    const honest = counter(
      `const step = () => { const n = done(); if (n < 40) { fs.appendFileSync(file, n + "\\n"); setTimeout(step, 5); } }; step();`,
    );
    expect(await runScenario(honest, { kills: 3, seed: 1, folder })).toMatchObject({ program: 3 });

    const forgetful = counter(
      `let n = 0; const step = () => { if (n < 40) { fs.appendFileSync(file, n++ + "\\n"); setTimeout(step, 5); } }; step();`,
    );
    await expect(runScenario(forgetful, { kills: 3, seed: 1, folder })).rejects.toThrow(
      /crash counter --seed 1: .*: the result differs at \d+: expected/,
    );
  });

  it("finds what lives on", async () => {
    const careless = counter(`
      require("node:child_process").spawn(process.execPath, ["-e", "setTimeout(() => {}, 20_000)"], { detached: true, stdio: "ignore" });
      setTimeout(() => { fs.writeFileSync(file, "x"); process.exit(); }, 3000);`);
    await expect(runScenario(careless, { kills: 1, seed: 1, folder, patience: 500 })).rejects.toThrow(
      /still alive after 0.5 s: \d+ .*setTimeout/,
    );
  });
});
