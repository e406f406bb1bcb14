import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { runScenario } from "./crash/run-scenario.mjs";
import { scenarios } from "./crash/scenarios/index.mjs";

let folder;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), "crash-test-"))));
afterEach(() => rmSync(folder, { recursive: true }));

// a small share of `pnpm crash`; `npm` has all that `sweep` has
describe("what is killed and begun again comes to the same end", () => {
  it.each(scenarios.filter(({ name }) => name !== "sweep"))(
    "$name",
    async (scenario) => {
      const counts = await runScenario(scenario, { kills: 2, seed: 1, folder });
      expect(counts.finished).toBeGreaterThan(0);
    },
    600_000,
  );
});

describe("runScenario", () => {
  /** A program that appends a line per step to a file and goes on where it stands; it is killed once it has begun. */
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
    victims: (living) =>
      existsSync(join(folder, "killed/file")) ? living.map(({ pid }) => ({ pid, role: "program" })) : [],
    result: (own) => readFileSync(join(own, "file"), "utf8").split("\n"),
  });

  it("finds what is torn, lost or doubled by a kill", async () => {
    const honest = counter(
      `const step = () => { const n = done(); if (n < 40) { fs.appendFileSync(file, n + "\\n"); setTimeout(step, 5); } }; step();`,
    );
    expect(await runScenario(honest, { kills: 2, seed: 1, folder })).toMatchObject({ program: 2 });

    const forgetful = counter(
      `let n = 0; const step = () => { if (n < 40) { fs.appendFileSync(file, n++ + "\\n"); setTimeout(step, 5); } }; step();`,
    );
    await expect(runScenario(forgetful, { kills: 1, seed: 1, folder })).rejects.toThrow(
      /crash counter --seed 1: .*: the result differs at \d+: expected/,
    );
  });

  it("finds what lives on", async () => {
    const careless = counter(`
      require("node:child_process").spawn(process.execPath, ["-e", "setTimeout(() => {}, 20_000)"], { detached: true, stdio: "ignore" });
      setTimeout(() => { fs.writeFileSync(file, "x"); process.exit(); }, 3000);`);
    const whenever = { ...careless, victims: undefined };
    await expect(runScenario(whenever, { kills: 1, seed: 1, folder, patience: 500 })).rejects.toThrow(
      /still alive after 0.5 s: \d+ .*setTimeout/,
    );
  });
});
