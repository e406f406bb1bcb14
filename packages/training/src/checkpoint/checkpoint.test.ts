import { describe, expect, it } from "vitest";
import type { Checkpoint } from "./checkpoint.js";
import type { FitOptions } from "../fit/fit-options.js";
import { fit, fitEpochs } from "../fit/loop.js";
import { clouds } from "../testing/clouds.js";
import { watchedEngine } from "../testing/watched-engine.js";
import { start, options, lasting, timeless, inOneGo } from "../testing/resumed.js";

describe("an abort", () => {
  it("leaves a checkpoint, within an epoch too, as often as may be", async () => {
    const network = start("s-qr", { sparsity: 0.5 });
    const whole = await fit(network, clouds(), options);
    let resume: Checkpoint | undefined;
    let stops = 0;
    for (;;) {
      const controller = new AbortController();
      const goOn = resume ? 3 : 2;
      let taken = 0;
      const result = await fit(network, clouds(), {
        ...options,
        resume,
        signal: controller.signal,
        checkpointEvery: { steps: 1 },
        onCheckpoint: () => {
          if (++taken === goOn) controller.abort();
        },
      });
      if (result.stopped === "epochs") {
        expect(lasting(result)).toEqual(lasting(whole));
        expect(result).not.toHaveProperty("checkpoint");
        break;
      }
      stops++;
      resume = result.checkpoint!;
      expect(resume.network).toEqual(result.network);
    }
    expect(stops).toBe(6); // after 2, 5, 8, 11, 14 and 17 of 20 steps; the last 3 end it
  });

  it("before the first step and after resuming leaves the same checkpoint", async () => {
    const signal = AbortSignal.abort();
    const first = await fit(start("dense"), clouds(), { ...options, signal });
    expect(first.checkpoint).toMatchObject({ history: [], running: { steps: 0 }, optimizer: { steps: 0 } });
    const resume = first.checkpoint!;
    let told = 0;
    const second = await fit(start("dense"), clouds(), {
      ...options,
      signal,
      resume,
      onCheckpoint: () => void told++,
    });
    expect(second.checkpoint).toBe(resume);
    expect(told).toBe(0);
    const whole = await fit(start("dense"), clouds(), options);
    expect(lasting(await fit(start("dense"), clouds(), { ...options, resume }))).toEqual(lasting(whole));
  });
});

describe("onCheckpoint", () => {
  const positions = async (given: FitOptions): Promise<string[]> => {
    const seen: string[] = [];
    const onEpoch = ({ epoch }: { epoch: number }) => void seen.push(`epoch ${epoch}`);
    const onCheckpoint = ({ history, running }: Checkpoint) =>
      void seen.push(`${history.length}+${running.steps}`);
    await fit(start("dense"), clouds(), { ...options, epochs: 3, onEpoch, onCheckpoint, ...given });
    return seen;
  };

  it("is told after every epoch, before its report, unless told otherwise, and once at the end", async () => {
    expect(await positions({})).toEqual(["1+0", "epoch 1", "2+0", "epoch 2", "3+0", "epoch 3"]);
    expect(await positions({ checkpointEvery: { epochs: 2 } })).toEqual([
      "epoch 1",
      "2+0",
      "epoch 2",
      "3+0",
      "epoch 3",
    ]);
    expect(await positions({ checkpointEvery: { steps: 4 } })).toEqual([
      ...["0+4", "epoch 1", "1+3", "epoch 2", "2+2", "3+0", "epoch 3"],
    ]);
    expect(await positions({ epochs: 1, checkpointEvery: { steps: 5 } })).toEqual(["1+0", "epoch 1"]);
  });

  it("is told of an abort, and by fitEpochs", async () => {
    const seen: number[] = [];
    const onCheckpoint = ({ history }: Checkpoint) => void seen.push(history.length);
    const controller = new AbortController();
    const given = { ...options, onCheckpoint, signal: controller.signal, checkpointEvery: { epochs: 99 } };
    for await (const { epoch } of fitEpochs(start("dense"), clouds(), given))
      if (epoch === 2) controller.abort();
    expect(seen).toEqual([2]);
  });

  it("is waited for, and where it throws training ends and frees its sessions", async () => {
    const engine = await watchedEngine();
    const onCheckpoint = async () => {
      await new Promise((resolve) => setTimeout(resolve, 1));
      throw new Error("disk full");
    };
    await expect(fit(start("spectral"), clouds(), { ...options, engine, onCheckpoint })).rejects.toThrow(
      "disk full",
    );
    expect(engine.sessions.open).toBe(0);
  });

  it("gives numbers that training does not change any more", async () => {
    const { checkpoints } = await inOneGo(start("dense"), options);
    const { checkpoints: again } = await inOneGo(start("dense"), { ...options, epochs: 1 });
    expect(timeless({ ...checkpoints[1]! })).toEqual(timeless(again[1]!));
  });
});
