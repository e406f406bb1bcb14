import { createNetwork } from "@reciprocal/network";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { EpochReport, StepReport } from "../fit/epoch-report.js";
import { fit } from "../fit/loop.js";
import { clouds } from "../testing/clouds.js";
import { duration } from "./duration.js";
import { progressLine } from "./progress-line.js";

afterEach(() => vi.unstubAllEnvs());

function recorder(properties: { readonly isTTY?: boolean; readonly columns?: number } = {}) {
  const written: string[] = [];
  return { ...properties, written, write: (text: string) => written.push(text) };
}

const report = (epoch: number, epochs: number): EpochReport => ({
  ...{ epoch, epochs, steps: 5, loss: 0.123456, accuracy: 0.987, learningRate: 0.01, seconds: 6 },
});

describe("progressLine", () => {
  it("writes one line anew in a terminal, and ends it after the last epoch", () => {
    vi.stubEnv("TERM", "xterm");
    vi.spyOn(performance, "now").mockReturnValueOnce(60_000).mockReturnValueOnce(64_000);
    const stream = recorder({ isTTY: true, columns: 100 });
    const { onEpoch, end } = progressLine({ stream });
    for (const epoch of [1, 2, 3]) onEpoch(report(epoch, 3));
    end();
    // 6 s for the first third leave 12 s; 10 s for two thirds leave 5 s
    expect(stream.written).toEqual([
      "\r██████░░░░░░░░░░░░░░ epoch 1 of 3: loss 0.1235, accuracy 98.7 %, 12 s left\u001b[K",
      "\r█████████████░░░░░░░ epoch 2 of 3: loss 0.1235, accuracy 98.7 %, 5 s left\u001b[K",
      "\repoch 3 of 3: loss 0.1235, accuracy 98.7 %\u001b[K\n",
    ]);
    vi.restoreAllMocks();
  });

  it("moves within an epoch, ten times a second at the most, with the measures of the epoch before", () => {
    vi.stubEnv("TERM", "xterm");
    const now = vi.spyOn(performance, "now");
    const stream = recorder({ isTTY: true, columns: 100 });
    const { onStep, onEpoch, end } = progressLine({ stream });
    const step = (time: number, fields: Partial<StepReport>) => {
      now.mockReturnValueOnce(time);
      onStep({
        ...report(1, 2),
        step: 1,
        steps: 4,
        samples: 9,
        loss: 1,
        accuracy: 0.5,
        seconds: 1,
        ...fields,
      });
    };
    step(2000, {});
    step(2099, { step: 2 });
    step(3000, { step: 3 });
    now.mockReturnValueOnce(3001);
    onEpoch(report(1, 2));
    step(4000, { epoch: 2, step: 2 });
    end();
    expect(stream.written).toEqual([
      "\r██░░░░░░░░░░░░░░░░░░ epoch 1 of 2: loss 1, accuracy 50.0 %, 7 s left\u001b[K", // 1 s for an eighth
      "\r███████░░░░░░░░░░░░░ epoch 1 of 2: loss 1, accuracy 50.0 %, 3 s left\u001b[K", // 2 s for three
      "\r██████████░░░░░░░░░░ epoch 1 of 2: loss 0.1235, accuracy 98.7 %, 2 s left\u001b[K",
      "\r███████████████░░░░░ epoch 2 of 2: loss 0.1235, accuracy 98.7 %, 1 s left\u001b[K",
      "\repoch 1 of 2: loss 0.1235, accuracy 98.7 %\u001b[K\n",
    ]);
    vi.restoreAllMocks();
  });

  it("leaves nothing of a training that ended within its first epoch", () => {
    vi.stubEnv("TERM", "xterm");
    const stream = recorder({ isTTY: true });
    const { onStep, end } = progressLine({ stream });
    onStep({ ...report(1, 2), step: 1, samples: 9 });
    end();
    expect(stream.written[1]).toBe("\r\u001b[K");
  });

  it("reckons the time of a resumed training from where it began again", () => {
    vi.stubEnv("TERM", "xterm");
    vi.spyOn(performance, "now").mockReturnValueOnce(60_000);
    const stream = recorder({ isTTY: true, columns: 100 });
    progressLine({ stream }).onEpoch(report(8, 10)); // 6 s an epoch, two are left
    expect(stream.written[0]).toContain("12 s left");
    vi.restoreAllMocks();
  });

  it("is never as wide as the terminal", () => {
    vi.stubEnv("TERM", "xterm");
    const stream = recorder({ isTTY: true, columns: 30 });
    const { onEpoch, end } = progressLine({ stream });
    onEpoch(report(1, 3));
    end();
    end();
    expect(stream.written).toEqual([
      "\r██████░░░░░░░░░░░░░░ epoch 1 \u001b[K",
      "\repoch 1 of 3: loss 0.1235, ac\u001b[K\n",
    ]);
  });

  it("prints other lines above it", () => {
    vi.stubEnv("TERM", "xterm");
    const stream = recorder({ isTTY: true, columns: 30 });
    const { onEpoch, print, end } = progressLine({ stream });
    print("before");
    onEpoch(report(1, 3));
    print("a warning, which may be longer than the terminal is wide");
    end();
    print("after");
    const line = "\r██████░░░░░░░░░░░░░░ epoch 1 \u001b[K";
    expect(stream.written).toEqual([
      ...["before\n", line, "\r\u001b[Ka warning, which may be longer than the terminal is wide\n", line],
      ...["\repoch 1 of 3: loss 0.1235, ac\u001b[K\n", "after\n"],
    ]);
  });

  it.each([
    ["a file", { isTTY: false }, "xterm"],
    ["a terminal that cannot go back", { isTTY: true }, "dumb"],
  ])("prints ten lines at the most where there is %s", (_, properties, term) => {
    vi.stubEnv("TERM", term);
    const lines = (epochs: number, until = epochs): string[] => {
      const stream = recorder(properties);
      const { onEpoch, end } = progressLine({ stream });
      for (let epoch = 1; epoch <= until; epoch++) onEpoch(report(epoch, epochs));
      end();
      end();
      return stream.written.map(
        (text) => /^epoch (\d+) of \d+: loss 0.1235, accuracy 98.7 %\n$/.exec(text)![1]!,
      );
    };
    expect(lines(3)).toEqual(["1", "2", "3"]);
    expect(lines(100)).toEqual(["10", "20", "30", "40", "50", "60", "70", "80", "90", "100"]);
    expect(lines(15)).toHaveLength(10);
    expect(lines(100, 34)).toEqual(["10", "20", "30", "34"]); // stopped early
  });

  it("says what was measured, and no more", async () => {
    const stream = recorder();
    const { onEpoch, print } = progressLine({ stream });
    const network = createNetwork({
      inputShape: 2,
      layers: [{ kind: "dense", units: 3, activation: "softmax" }],
    });
    await fit(network, clouds(), { epochs: 1, validationSplit: 0.2, onEpoch });
    const { accuracy, ...others } = report(1, 1);
    expect(accuracy).toBeDefined();
    onEpoch(others);
    print("text");
    expect(stream.written).toEqual([
      expect.stringMatching(
        /^epoch 1 of 1: loss [\d.]+, accuracy [\d.]+ %, validation loss [\d.]+, validation accuracy [\d.]+ %\n$/,
      ),
      "epoch 1 of 1: loss 0.1235\n",
      "text\n",
    ]);
  });

  it("refuses what is no stream", () => {
    expect(() => progressLine({ stream: "stderr" as never })).toThrow(
      /progressLine: stream must be a stream/,
    );
  });
});

describe("duration", () => {
  it("has units that fit", () => {
    expect([0.2, 89, 90, 3600 * 2 + 300].map(duration)).toEqual(["1 s", "89 s", "2 min", "2 h 5 min"]);
  });
});
