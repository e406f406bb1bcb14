import { describe, expect, it } from "vitest";
import { checkEqual } from "./check-equal.js";
import type { SpeedSubject } from "./speed-subject.js";
import { timeInTurn } from "./time-in-turn.js";

const batches = [Int32Array.of(0), Int32Array.of(1), Int32Array.of(2)];

/** A subject whose losses are given; it writes down what it was asked to do. */
function pretend(engine: string, losses: number[], log: string[] = []): SpeedSubject {
  let step = 0;
  let staged: readonly Int32Array[] = [];
  return {
    engine,
    method: "dense",
    prepare: () => Promise.resolve(void (step = 0)),
    stage: (next) => Promise.resolve(void (staged = next)),
    steps: () => {
      log.push(engine + staged.map(([row]) => row).join(""));
      step += staged.length;
      return Promise.resolve(losses[(step - 1) % losses.length]!);
    },
    dispose: () => Promise.resolve(),
  };
}

describe("timeInTurn", () => {
  it("alternates between the subjects on the same batches, and does not count the first round", async () => {
    const log: string[] = [];
    const subjects = [pretend("a", [1], log), pretend("b", [1], log)];
    const afterRound = () => Promise.resolve(void log.push("|"));
    const seconds = await timeInTurn(subjects, batches, { repeats: 2, steps: 2, afterRound });
    expect(log.join(" ")).toBe("a01 b01 | a20 b20 | a12 b12 |");
    expect(seconds.map((own) => own.length)).toEqual([2, 2]);
  });

  it("gives seconds per 100 steps", async () => {
    const slow: SpeedSubject = {
      ...pretend("a", [1]),
      steps: () => new Promise((resolve) => setTimeout(resolve, 20, 1)),
    };
    const [[seconds]] = (await timeInTurn([slow], batches, { repeats: 1, steps: 2 })) as [[number]];
    expect(seconds).toBeGreaterThan(0.9); // 20 ms for 2 steps: 1 s for 100; a timer may ring a millisecond early
    expect(seconds).toBeLessThan(100);
  });

  it("stops at a loss that is not finite", async () => {
    await expect(timeInTurn([pretend("a", [NaN])], batches, { repeats: 1, steps: 1 })).rejects.toThrow(
      "timeInTurn: a, dense: loss is NaN",
    );
  });
});

describe("checkEqual", () => {
  it("returns the losses of subjects that agree", async () => {
    const subjects = [pretend("a", [2, 1]), pretend("b", [2.001, 1])];
    const losses = await checkEqual(subjects, batches.slice(0, 2));
    expect([...losses.values()]).toEqual([
      [2, 1],
      [2.001, 1],
    ]);
  });

  it("names the step and both losses where they differ", async () => {
    await expect(checkEqual([pretend("a", [2, 1]), pretend("b", [2, 1.01])], batches)).rejects.toThrow(
      "checkEqual: step 2, dense: a has loss 1, b has 1.01; they may differ by 0.001 of it",
    );
  });

  it("takes NaN for a difference", async () => {
    await expect(checkEqual([pretend("a", [NaN])], batches)).rejects.toThrow("a has NaN");
  });
});
