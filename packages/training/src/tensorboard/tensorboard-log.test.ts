import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createNetwork } from "@reciprocal/network";
import { hasSmallDisks, smallDisk } from "@reciprocal/test-utils";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { EpochReport, StepReport } from "../fit/epoch-report.js";
import { fit } from "../fit/loop.js";
import { clouds } from "../testing/clouds.js";
import { readWithTensorboard, runsTensorboardTests } from "../testing/read-with-tensorboard.js";
import { frameRecord } from "./frame-record.js";
import { tensorboardLog } from "./tensorboard-log.js";

let top: string;
beforeEach(() => {
  top = mkdtempSync(join(tmpdir(), "tensorboard-"));
});
afterEach(() => rmSync(top, { recursive: true }));

const report: EpochReport = {
  epoch: 3,
  epochs: 10,
  steps: 5,
  loss: 0.5,
  accuracy: 0.75,
  validationLoss: 1.5,
  validationAccuracy: 0.25,
  learningRate: 0.125,
  seconds: 1,
};
const network = createNetwork({
  inputShape: 2,
  layers: [
    { kind: "dense", units: 8, activation: "tanh" },
    { kind: "dense", units: 3, activation: "softmax" },
  ],
  seed: 4,
});

/** CRC-32C bit by bit, with the polynomial 0x1EDC6F41 turned around. */
function crc32c(data: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of data) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0x82f63b78 : crc >>> 1;
  }
  return ~crc >>> 0;
}

/** The CRC turned right by 15 bits, as text, plus the constant of the format. */
function maskedCrc(data: Uint8Array): number {
  const bits = crc32c(data).toString(2).padStart(32, "0");
  return (Number.parseInt(bits.slice(-15) + bits.slice(0, -15), 2) + 0xa282ead8) % 2 ** 32;
}

/** The data of the records in a file, whose lengths and CRCs are checked. */
function recordsOf(file: string): Uint8Array[] {
  const bytes = new Uint8Array(readFileSync(file));
  const records: Uint8Array[] = [];
  for (let at = 0; at < bytes.length;) {
    const view = new DataView(bytes.buffer, at);
    const length = Number(view.getBigUint64(0, true));
    const data = bytes.subarray(at + 12, at + 12 + length);
    expect(view.getUint32(8, true)).toBe(maskedCrc(bytes.subarray(at, at + 8)));
    expect(view.getUint32(12 + length, true)).toBe(maskedCrc(data));
    records.push(data);
    at += 16 + length;
  }
  return records;
}

/** A field of protobuf that has a length. */
const field = (number: number, content: string | readonly number[]): number[] => {
  const bytes = typeof content === "string" ? [...new TextEncoder().encode(content)] : content;
  return [(number << 3) | 2, bytes.length, ...bytes];
};
const float = (value: number): number[] => [...new Uint8Array(Float32Array.of(value).buffer)];

describe("frameRecord", () => {
  it("has the CRC-32C of RFC 3720", () => {
    const zeros = new Uint8Array(32); // B.4: aa 36 91 8a
    expect(crc32c(zeros)).toBe(0x8a9136aa);
    const record = frameRecord(zeros);
    expect(new DataView(record.buffer).getUint32(44, true)).toBe(maskedCrc(zeros));
  });
});

describe("tensorboardLog", () => {
  it("writes the documented bytes", () => {
    const before = Date.now() / 1000;
    const { file, onEpoch, scalars } = tensorboardLog(join(top, "logs", "first"));
    onEpoch({ ...report, epoch: 300 });
    scalars({ "λ/largest": -2.5 }, 0);
    expect(readdirSync(join(top, "logs", "first"))).toEqual([
      expect.stringMatching(/^events\.out\.tfevents\.\d{10}\./),
    ]);

    const records = recordsOf(file);
    const times = records.map((data) => {
      expect(data[0]).toBe((1 << 3) | 1);
      return new DataView(data.buffer, data.byteOffset).getFloat64(1, true);
    });
    expect(times[0]).toBeGreaterThanOrEqual(before);
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(times.at(-1)).toBeLessThanOrEqual(Date.now() / 1000);

    const value = (tag: string, number: number) =>
      field(1, [...field(1, tag), (2 << 3) | 5, ...float(number)]);
    expect(records.map((data) => [...data.subarray(9)])).toEqual([
      field(3, "brain.Event:2"),
      [
        ...[(2 << 3) | 0, 0b1010_1100, 0b10], // 300 = 2 · 128 + 44
        ...[(5 << 3) | 2, 0b1000_0011, 0b1], // 131 bytes: five tags of 86 letters, and 9 more each
        ...value("epoch/loss", 0.5),
        ...value("epoch/accuracy", 0.75),
        ...value("epoch/validationLoss", 1.5),
        ...value("epoch/validationAccuracy", 0.25),
        ...value("epoch/learningRate", 0.125),
      ],
      [(2 << 3) | 0, 0, ...field(5, value("λ/largest", -2.5))],
    ]);
  });

  it("leaves out what a training does not measure", () => {
    const { file, onEpoch } = tensorboardLog(top);
    const { accuracy, validationLoss, validationAccuracy, ...others } = report;
    expect([accuracy, validationLoss, validationAccuracy]).not.toContain(undefined);
    onEpoch(others);
    const text = new TextDecoder("latin1").decode(recordsOf(file)[1]);
    expect(text.match(/epoch\/\w+/g)).toEqual(["epoch/loss", "epoch/learningRate"]);
  });

  it("makes a file of its own for each log, also within a second", () => {
    const files = Array.from({ length: 3 }, () => tensorboardLog(top).file);
    expect(new Set(files).size).toBe(3);
  });

  it("names the file that it cannot write to", () => {
    const { file, onEpoch } = tensorboardLog(top);
    rmSync(file);
    symlinkSync("/dev/full", file);
    expect(() => onEpoch(report)).toThrow(`${file}: cannot be written: the disk is full (ENOSPC)`);
    rmSync(file);
    mkdirSync(file);
    expect(() => onEpoch(report)).toThrow(
      `${file}: cannot be written: it is a folder, a file is needed (EISDIR)`,
    );
  });

  it.skipIf(!hasSmallDisks())(
    "keeps whole records on a disk that is full, and goes on once it is not",
    () => {
      const disk = smallDisk()!;
      onTestFinished(disk.remove);
      const { file, scalars } = tensorboardLog(disk.path);
      const other = join(disk.path, "other");
      writeFileSync(other, new Uint8Array(4096));
      const values = Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`value/${index}`, index]));
      let written = 0;
      expect(() => {
        for (;;) scalars(values, written++);
      }).toThrow(`${file}: cannot be written: the disk is full (ENOSPC)`);
      expect(recordsOf(file)).toHaveLength(written);
      rmSync(other);
      scalars(values, written);
      expect(recordsOf(file)).toHaveLength(written + 1);
    },
  );

  it("takes no file that another process of the same name and id has made", () => {
    vi.useFakeTimers({ now: 1e12 });
    const { file } = tensorboardLog(top);
    const [, start, last] = /^(.*\.)(\d+)$/.exec(file)!;
    const theirs = `${start}${Number(last) + 1}`;
    writeFileSync(theirs, "theirs");
    expect(tensorboardLog(top).file).toBe(`${start}${Number(last) + 2}`);
    expect(readFileSync(theirs, "utf8")).toBe("theirs");
    vi.useRealTimers();
  });

  it("says which folder it cannot write, and what else is wrong", () => {
    writeFileSync(join(top, "file"), "");
    expect(() => tensorboardLog(join(top, "file"))).toThrow(
      `${join(top, "file")}: cannot be written: something is there already (EEXIST)`,
    );
    expect(() => tensorboardLog(top, { everySteps: 0 })).toThrow(/tensorboardLog: everySteps must be/);
    expect(() => tensorboardLog("")).toThrow(/tensorboardLog: folder must be a text of at least 1/);
    expect(() => tensorboardLog(top).scalars({ a: 1 }, 0.5)).toThrow(
      /tensorboardLog: step must be an integer/,
    );
  });

  it.skipIf(!runsTensorboardTests())(
    "is what TensorBoard reads: every number of a training (skipped without it)",
    async () => {
      const log = tensorboardLog(top, { everySteps: 3 });
      const steps: StepReport[] = [];
      const { history } = await fit(network, clouds(), {
        ...{ epochs: 7, batchSize: 20, validationSplit: 0.2 },
        onEpoch: log.onEpoch,
        onStep(step) {
          steps.push(step);
          log.onStep(step);
        },
      });
      const everyThird = steps.map((step, i) => [i + 1, step] as const).filter(([count]) => count % 3 === 0);
      const overSteps = (pick: (one: StepReport) => number) =>
        everyThird.map(([count, one]) => [count, Math.fround(pick(one))]);
      log.scalars({ "own/number": 0.1 }, 2 ** 40);
      const over = (pick: (one: EpochReport) => number) =>
        history.map((one) => [one.epoch, Math.fround(pick(one))]);
      expect(readWithTensorboard(top, log.file)).toEqual({
        version: 2,
        events: 9 + everyThird.length,
        scalars: {
          "epoch/loss": over((one) => one.loss),
          "epoch/accuracy": over((one) => one.accuracy!),
          "epoch/validationLoss": over((one) => one.validationLoss!),
          "epoch/validationAccuracy": over((one) => one.validationAccuracy!),
          "epoch/learningRate": over((one) => one.learningRate),
          "step/loss": overSteps((one) => one.loss),
          "step/accuracy": overSteps((one) => one.accuracy!),
          "step/learningRate": overSteps((one) => one.learningRate),
          "own/number": [[2 ** 40, Math.fround(0.1)]],
        },
      });
    },
  );

  it.skipIf(!runsTensorboardTests())(
    "can be read after every entry, also of a program that died in one (skipped without it)",
    () => {
      const log = tensorboardLog(top);
      for (const epoch of [1, 2, 3]) log.onEpoch({ ...report, epoch });
      truncateSync(log.file, readFileSync(log.file).length - 5);
      const steps = (file: string) =>
        readWithTensorboard(top, file).scalars["epoch/loss"]!.map(([step]) => step);
      expect(steps(log.file)).toEqual([1, 2]);
      const resumed = tensorboardLog(top);
      for (const epoch of [3, 4]) resumed.onEpoch({ ...report, epoch });
      expect(steps(resumed.file)).toEqual([1, 2, 3, 4]);
    },
  );
});
