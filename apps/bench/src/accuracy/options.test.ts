import { describe, expect, it } from "vitest";
import { UsageError } from "../usage-error.js";
import { accuracyOptions } from "./options.js";
import type { AccuracyRun } from "./run-list.js";

describe("accuracyOptions", () => {
  it("compares the four published methods on digits by default", () => {
    const { dataset, dataDir, out, json, jobs, runs } = accuracyOptions({}, "/home/ada");
    expect({ dataset, dataDir, out, json }).toEqual({
      dataset: "digits",
      dataDir: undefined,
      out: "/home/ada/runs/accuracy",
      json: false,
    });
    expect(jobs).toBeGreaterThanOrEqual(1);
    expect(runs).toHaveLength(2 * 4 * 3);
    expect(runs[0]!.settings).toMatchObject({ epochs: 90, trainSamples: 10_000, testSamples: 2_000 });
  });

  it("takes paths from the caller's folder", () => {
    const given = { dataset: "mnist", "data-dir": "../data", out: "results" };
    expect(accuracyOptions(given, "/home/ada/here")).toMatchObject({
      dataDir: "/home/ada/data",
      out: "/home/ada/here/results",
    });
    expect(accuracyOptions({ out: "/tmp/x" }, "/home/ada").out).toBe("/tmp/x");
  });

  it("uses all samples of a named set unless told otherwise", () => {
    expect(accuracyOptions({ dataset: "mnist" }, "/").runs[0]!.settings).toMatchObject({
      trainSamples: null,
      testSamples: null,
    });
    expect(
      accuracyOptions({ dataset: "mnist", "train-samples": "500" }, "/").runs[0]!.settings.trainSamples,
    ).toBe(500);
  });

  it("takes one seed and its own epochs by --quick, and still lets every option count", () => {
    const { runs } = accuracyOptions({ quick: true }, "/");
    expect(runs).toHaveLength(8);
    expect(new Set(runs.map((run) => `${run.seed} ${run.settings.epochs}`))).toEqual(new Set(["0 120"]));
    expect(accuracyOptions({ quick: true, epochs: "2", seeds: "4,5" }, "/").runs).toHaveLength(16);
    expect(accuracyOptions({ quick: true, epochs: "2" }, "/").runs[0]!.settings.epochs).toBe(2);
  });

  it("lets the key of a run tell engines apart, but not the default from none", () => {
    const [[plain], [asked], [tfjs]] = [{}, { engine: "onnxruntime" }, { engine: "tfjs" }].map(
      (given) => accuracyOptions(given, "/").runs,
    ) as [AccuracyRun[], AccuracyRun[], AccuracyRun[]];
    expect(asked).toEqual(plain);
    expect(plain!.settings).not.toHaveProperty("engine");
    expect(tfjs!.settings).toEqual({ ...plain!.settings, engine: "tfjs" });
    expect(tfjs!.key).not.toBe(plain!.key);
  });

  it.each([
    [{ engine: "torch" }, '--engine must be onnxruntime or tfjs, got "torch"'],
    [{ dataset: "svhn" }, '--dataset must be digits, mnist, fashion-mnist or cifar10, got "svhn"'],
    [{ methods: "dense,svd" }, '--methods must be dense, spectral, s-svd, s-qr or spectral-one, got "svd"'],
    [{ hidden: "3" }, '--hidden must be 1 or 2, got "3"'],
    [{ widths: "50,wide" }, '--widths must be a whole number from 1 to 100000, got "wide"'],
    [{ seeds: "-1" }, '--seeds must be a whole number from 0 to 4294967295, got "-1"'],
    [{ jobs: "0" }, '--jobs must be a whole number from 1 to 1024, got "0"'],
    [{ "data-dir": "x" }, "--data-dir has no use with --dataset digits, which are generated"],
  ])("refuses %j", (given, message) => {
    expect(() => accuracyOptions(given, "/")).toThrow(new UsageError(message));
  });
});
