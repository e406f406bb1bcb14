import { mkdtempSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LogLine, readRunLog, runKey } from "@reciprocal/sweeps";
import fc from "fast-check";
// no app is a package that others import; what reads its files is tried all the same
import { experimentLines } from "../../../../apps/bench/src/lines.js";
import { trainingLine, trainingSetting } from "../../../../apps/bench/src/train/training-run.js";
import { anyByteDamage } from "../damage/bytes.js";
import { anyJsonDamage } from "../damage/json.js";
import { anyTextDamage } from "../damage/text.js";
import { mustHold, type Target } from "../target.js";

const path = join(mkdtempSync(join(tmpdir(), "reciprocal-fuzz-")), "runs.jsonl");

const experiment = { name: "accuracy", setting: trainingSetting, line: trainingLine };

/** A line with the key that it would have, had it been written like this; as it is if it is no object. */
function keyed(line: string): string {
  let data: Record<string, unknown>;
  try {
    data = JSON.parse(line) as Record<string, unknown>;
    const own = Object.entries(data).filter(
      ([name]) => name === "experiment" || Object.hasOwn(trainingSetting, name),
    );
    return JSON.stringify({ ...data, key: runKey(Object.fromEntries(own)) });
  } catch {
    return line;
  }
}

const line = (seed: number) =>
  keyed(
    JSON.stringify({
      ...{ experiment: "accuracy", dataset: "mnist", method: "spectral", hiddenLayers: 1, width: 10, seed },
      settings: {
        ...{ trainSamples: null, testSamples: 5, epochs: 90, batchSize: 200, validationSplit: 0.2 },
        earlyStopping: { monitor: "validationAccuracy", minDelta: 0.005, patience: 8, restoreBest: false },
        ...{ loss: "cross-entropy", hiddenActivation: "relu", outputActivation: "softmax" },
        ...{ initialValues: "published", bias: true, optimizer: "adamax", learningRate: 0.015 },
      },
      ...{ trainedParameters: 794, denseParameters: 7940, biases: 20, testAccuracy: 0.9769, testLoss: 0.1 },
      ...{ validationAccuracy: 0.97675, epochs: 2, stopped: "early-stopping", seconds: 74.8 },
      ...{ engine: "onnxruntime-node 1.30.0", history: [0.96, 0.97675], versions: { node: "20.20.2" } },
      finishedAt: "2026-11-23T04:49:13.462Z",
    }),
  );

const lines = [line(0), '{"experiment":"other"}', line(1)];
mustHold(
  experimentLines(
    experiment,
    lines.map((one) => JSON.parse(one) as LogLine),
    "seeds",
  ).length === 2,
  "must be whole",
);
const whole = Buffer.from(`${lines.join("\n")}\n`);

export const runLog: Target<readonly LogLine[]> = {
  name: "run-log",
  inputs: fc
    .record({
      line: fc.nat(lines.length - 1),
      json: anyJsonDamage,
      text: anyTextDamage,
      bytes: anyByteDamage,
      kind: fc.nat(5),
    })
    .map(({ line, json, text, bytes, kind }) => {
      if (kind === 0) return bytes(whole, whole);
      if (kind === 1) return Buffer.from(text(whole.toString()));
      return Buffer.from(
        `${lines.with(line, kind === 2 ? json(lines[line]!) : keyed(json(lines[line]!))).join("\n")}\n`,
      );
    }),
  read(bytes) {
    writeFileSync(path, bytes);
    return readRunLog(path);
  },
  // says which line, as `path:line` or `path: line n`
  permits: (error) => error.constructor === Error && error.message.startsWith(path),
  check(read) {
    mustHold(
      read.every((line) => typeof line === "object" && line !== null && !Array.isArray(line)),
      "must give objects",
    );
    let kept: ReturnType<typeof experimentLines>;
    try {
      kept = experimentLines(experiment, read, path);
    } catch (error) {
      const { message, constructor } = error as Error;
      mustHold(
        constructor === Error && message.startsWith(path) && message.length <= 2000,
        `must say which line is wrong, got ${message.slice(0, 200)}`,
      );
      return;
    }
    for (const line of kept) {
      for (const [name, value] of Object.entries(line)) {
        if (/accuracy/i.test(name) && typeof value === "number")
          mustHold(value >= 0 && value <= 1, `must refuse an accuracy of ${value}`);
      }
    }
  },
};
