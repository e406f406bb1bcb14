import { UsageError } from "@reciprocal/sweeps";
import { describe, expect, it } from "vitest";
import { anyText, integer, isGiven, listOf, oneOf, optionRows, optionsHelp, readOptions } from "./options.js";

const table = {
  method: { read: oneOf(["dense", "s-qr"]), hint: "m", default: "dense", about: "What trains" },
  seeds: { read: listOf(integer(0, 9)), hint: "0,1", default: "0,1,2", quick: "0", about: "Seeds" },
  trainSamples: { read: integer(1), otherwise: null, hint: "n", shown: "all", about: "Samples" },
  out: { read: anyText, otherwise: undefined, hint: "folder", about: "Folder" },
  quick: { flag: true, about: "A first look" },
} as const;

describe("readOptions", () => {
  it.each([
    [[], { method: "dense", seeds: [0, 1, 2], trainSamples: null, out: undefined, quick: false }],
    [["--quick"], { seeds: [0], quick: true }],
    [["--quick", "--seeds", "4,5"], { seeds: [4, 5] }],
    [["--seeds", "2, 1,2"], { seeds: [2, 1] }],
    [["--seeds=3", "--train-samples", "1000000000"], { seeds: [3], trainSamples: 1e9 }],
    [["--method", "s-qr", "--out", "a b"], { method: "s-qr", out: "a b" }],
  ])("reads %j", (args, expected) => {
    expect(readOptions(table, args)).toMatchObject(expected);
  });

  it.each<[string[], RegExp]>([
    [["--method", "sqr"], /--method must be dense or s-qr, got "sqr"/],
    [["--seeds", "1,,2"], /--seeds must be an integer from 0 to 9, got nothing/],
    [["--seeds", "10"], /--seeds.*got "10"/],
    ...["0", "1.5", "1e3", "0x10", "NaN", "Infinity", "9".repeat(30)].map((text): [string[], RegExp] => [
      ["--train-samples", text],
      /--train-samples must be an integer from 1/,
    ]),
    [["--wat", "x"], /unknown option --wat; allowed are --method, --seeds, --train-samples, --out, --quick/],
    [["--seed", "1"], /unknown option --seed; did you mean --seeds\?; allowed are/],
    [["--train-sample=1"], /unknown option --train-sample; did you mean --train-samples\?/],
    [["--quicks"], /did you mean --quick\?/],
    [["--seeds", "2", "3", "4", "--quick"], /--seeds: lists are written 2,3,4$/],
    [["--seeds=2,", "3"], /--seeds: lists are written 2,3$/],
    [["--method", "dense", "s-qr"], /'s-qr'.*allowed are/],
    [["more"], /more.*allowed are/],
    [["-x"], /-x.*allowed are/],
    [["--out", "a", "--out", "b"], /--out is given more than once/],
    [["--out"], /^--out needs a value, got nothing$/],
    [["--out="], /--out needs a value/],
    [["--seeds", "-1"], /^--seeds needs a value, got "-1"$/],
    [["--seeds=-1"], /--seeds must be an integer from 0 to 9, got "-1"/],
    [["--seeds", "--quick"], /^--seeds needs a value, got "--quick"$/],
    [["--quick=yes"], /--quick.*allowed are/],
  ])("refuses %j", (args, message) => {
    expect(() => readOptions(table, args)).toThrow(UsageError);
    expect(() => readOptions(table, args)).toThrow(message);
  });
});

describe("isGiven", () => {
  it("looks for the options alone, in either form", () => {
    const names = ["seeds", "trainSamples"];
    expect(isGiven(names, ["--method", "seeds", "--quick"])).toBe(false);
    expect(isGiven(names, ["--train-samples", "3"])).toBe(true);
    expect(isGiven(names, ["--seeds=3"])).toBe(true);
  });
});

describe("optionsHelp and optionRows", () => {
  it("show every option with its default", () => {
    expect(optionsHelp(table)).toBe(
      [
        "  --method <m>         What trains (dense)",
        "  --seeds <0,1>        Seeds (0,1,2; 0 with --quick)",
        "  --train-samples <n>  Samples (all)",
        "  --out <folder>       Folder",
        "  --quick              A first look",
      ].join("\n"),
    );
    expect(optionRows(table)[1]).toEqual(["`--seeds`", "0,1,2; 0 with --quick", "Seeds"]);
  });
});
