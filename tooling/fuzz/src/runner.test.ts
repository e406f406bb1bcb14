import { describe, expect, it } from "vitest";
import { Runner } from "./runner.js";

/** A worker that does what the seed of its plan says, in place of the bundled one. */
const program = `
  import { parentPort, workerData } from "node:worker_threads";
  const { control } = workerData;
  const counts = new Int32Array(control, 0, 2);
  parentPort.on("message", ({ seed }) => {
    new Uint8Array(control, 8).set([1, 2, 3]);
    Atomics.store(counts, 1, 3);
    Atomics.add(counts, 0, 1);
    if (seed === 1) for (;;);
    if (seed === 2) setTimeout(() => { throw new Error("nobody catches this") });
    if (seed === 3) { const all = []; for (;;) all.push(new Array(1e6).fill(0.5)); }
    if (seed === 4) parentPort.postMessage({ done: { runs: 1 } });
  });
`;

describe("a runner", () => {
  it.each([
    [1, 1000, /must end, got no answer in 1 s/],
    [2, 60_000, /where nobody catches: nobody catches this/],
    [3, 60_000, /not take all memory/],
  ])("says which input a reader does not survive (%i)", async (seed, deadline, problem) => {
    const address = new URL(`data:text/javascript,${encodeURIComponent(program)}`);
    const runner = new Runner(address, { deadline, memory: 64 });
    const { failure } = await runner.campaign({ target: "test", seed, runs: 1 });
    expect(failure?.problem).toMatch(problem);
    expect(failure?.input).toBe(btoa("\u0001\u0002\u0003"));
    // and goes on
    await expect(runner.campaign({ target: "test", seed: 4, runs: 1 })).resolves.toEqual({ runs: 1 });
    await runner.close();
  });
});
