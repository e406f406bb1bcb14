import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { bundleFuzz } from "../bundle.mjs";
import { regressions } from "./regressions.js";
import { Runner } from "./runner.js";
import { targetNames, targets } from "./targets/index.js";

const seed = 20261130;
const minutes = 60_000;

const runsOf = (name: string) => targets[name]!.fewer?.runs ?? 10_000;

let program: Awaited<ReturnType<typeof bundleFuzz>>;
let runner: Runner;

beforeAll(async () => {
  program = await bundleFuzz();
  runner = new Runner(program.worker);
}, minutes);

afterAll(async () => {
  await runner.close();
  program.remove();
});

describe.each(targetNames)("the reader %s", (name) => {
  it(
    "answers every input with a value that is right, or with an error that says what is wrong",
    async () => {
      const {
        failure,
        accepted,
        runs: done,
      } = await runner.campaign({ target: name, seed, runs: runsOf(name) });
      expect(failure).toBeUndefined();
      expect(done).toBe(runsOf(name));
      // inputs of which all, or none, are refused would test little
      expect(accepted).toBeGreaterThan(done / 200);
      expect(done - accepted).toBeGreaterThan(done / 200);
    },
    5 * minutes,
  );

  const known = Object.entries(regressions[name] ?? {});
  it.skipIf(known.length === 0)(
    "still does so for what it once failed on",
    async () => {
      const inputs = known.map(([, input]) => Buffer.from(input, "base64"));
      const problems = await runner.replay(name, inputs);
      expect(Object.fromEntries(known.map(([what], index) => [what, problems[index]]))).toEqual(
        Object.fromEntries(known.map(([what]) => [what, undefined])),
      );
    },
    minutes,
  );
});

it("keeps inputs only of readers that there are", () => {
  expect(Object.keys(regressions).filter((name) => !targetNames.includes(name))).toEqual([]);
});
