import { execFileSync, spawn } from "node:child_process";
import {
  closeSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { basename, extname, join } from "node:path";
import { createNetwork, encodeNetwork, withParameters } from "@reciprocal/network";
import { hasSmallDisks, smallDisk } from "@reciprocal/test-utils";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { runHere } from "./testing/run-here.js";
import { runProgram } from "./testing/run-program.js";
import { changesOf, treeOf } from "./testing/tree.js";

// Every command that writes, with every kind of target: it writes all and changes nothing else, or says why not and
// changes nothing.

const network = createNetwork({
  inputShape: 6,
  layers: [
    { kind: "spectral", units: 5, activation: "relu" },
    { kind: "s-qr", units: 3, activation: "softmax" },
  ],
  seed: 1,
});
const changed = withParameters(network, [{ layer: 2, name: "bias", values: [1, 2, 3] }]);
const rows = Array.from({ length: 20 }, (_, i) => `${i % 2 ? "up" : "down"},${i % 2},${i}`);
const table = ["answer,a,b", ...rows, ""].join("\n");
const quick = ["--label", "answer", "--epochs", "1", "--width", "4"];

let top: string;
let inputs: string;
let before: Map<string, string>; // of the inputs
let folder: string;
beforeAll(async () => {
  top = mkdtempSync(join(tmpdir(), "outputs-"));
  mkdirSync(join(top, "temporary"));
  vi.stubEnv("TMPDIR", join(top, "temporary")); // where what cannot be written goes
  inputs = join(top, "inputs");
  mkdirSync(inputs);
  writeFileSync(join(inputs, "a.rcp"), encodeNetwork(network));
  writeFileSync(join(inputs, "b.rcp"), encodeNetwork(changed));
  writeFileSync(join(inputs, "table.csv"), table);
  for (const args of [
    ["diff", "a.rcp", "b.rcp", "p.rcpd"],
    ["train", "table.csv", ...quick, "--out", "m.rcp"],
    ["convert", "b.rcp", "model"],
  ])
    expect(await runHere(inputs, args)).toMatchObject({ code: 0 });
  writeFileSync(join(inputs, "model", "notes.txt"), "mine");
  before = treeOf(inputs);
});
beforeEach(() => {
  folder = mkdtempSync(join(top, "test-"));
  mkdirSync(at("in"));
});
afterEach(() => rmSync(folder, { recursive: true }));
afterAll(() => {
  expect(changesOf(before, treeOf(inputs))).toEqual([]);
  vi.unstubAllEnvs();
  rmSync(top, { recursive: true });
});

const at = (name: string): string => join(folder, name);

interface Command {
  readonly name: string;
  /** Of what it writes; nothing for folders. */
  readonly extension: string;
  readonly words: (target: string) => readonly string[];
}

const commands: readonly Command[] = [
  ...[".rcp", ".txt", ".safetensors", ".onnx", ""].map((extension) => ({
    name: extension === "" ? "convert to a folder" : `convert to ${extension}`,
    extension,
    words: (target: string) => ["convert", "../inputs/a.rcp", target],
  })),
  {
    name: "diff",
    extension: ".rcpd",
    words: (target) => ["diff", "../inputs/a.rcp", "../inputs/b.rcp", target],
  },
  {
    name: "apply",
    extension: ".rcp",
    words: (target) => ["apply", "../inputs/a.rcp", "../inputs/p.rcpd", target],
  },
  {
    name: "prune",
    extension: ".rcp",
    words: (target) => ["prune", "../inputs/m.rcp", "--to", "50%", "--out", target],
  },
  {
    name: "train",
    extension: ".rcp",
    words: (target) => ["train", "../inputs/table.csv", ...quick, "--out", target],
  },
];

type Outcome = "written" | "refused";
interface Target {
  readonly name: string;
  /** Makes what is there and says which path is given. */
  readonly make: (extension: string) => string | Promise<string>;
  /** Of a file, without and with --force; then of a folder. */
  readonly file: readonly [Outcome, Outcome];
  readonly folder: readonly [Outcome, Outcome];
}

const [never, always, forced] = [
  ["refused", "refused"],
  ["written", "written"],
  ["refused", "written"],
] as const;

/** What was there before: a file, or the folder of a model with a file beside it. */
function old(name: string, extension: string): void {
  if (extension === "") cpSync(join(inputs, "model"), at(name), { recursive: true });
  else writeFileSync(at(name), "old");
}

const targets: readonly Target[] = [
  { name: "a new name", make: (ext) => `new${ext}`, file: always, folder: always },
  { name: "an absolute path", make: (ext) => at(`new${ext}`), file: always, folder: always },
  {
    name: "what is there",
    make: (ext) => (old(`old${ext}`, ext), `old${ext}`),
    file: forced,
    folder: forced,
  },
  {
    name: "the same with a slash",
    make: (ext) => (old(`old${ext}`, ext), `old${ext}/`),
    file: never,
    folder: forced,
  },
  { name: "a new name with a slash", make: (ext) => `new${ext}/`, file: never, folder: always },
  {
    name: "a folder of something else",
    make(ext) {
      mkdirSync(at(`dir${ext}`));
      writeFileSync(at(`dir${ext}/letter`), "dear");
      return `dir${ext}`;
    },
    file: never,
    folder: never,
  },
  {
    name: "an empty folder",
    make: (ext) => (mkdirSync(at(`dir${ext}`)), `dir${ext}`),
    file: never,
    folder: forced,
  },
  { name: "this folder", make: () => ".", file: never, folder: never },
  { name: "the folder above", make: () => "in/..", file: never, folder: never },
  { name: "a folder on a detour", make: (ext) => `in/../new${ext}`, file: always, folder: always },
  { name: "a folder that is not there", make: (ext) => `no/new${ext}`, file: never, folder: never },
  {
    name: "a file as a folder",
    make: (ext) => (writeFileSync(at("letter"), "dear"), `letter/new${ext}`),
    file: never,
    folder: never,
  },
  {
    name: "a file without an end",
    // only diff, whose patches may have any name, writes over it
    make: (ext) => (writeFileSync(at("Makefile"), "all:"), ext === ".rcpd" ? "Makefile/" : "Makefile"),
    file: never,
    folder: never,
  },
  {
    name: "a link to what is there",
    make: (ext) => (old(`old${ext}`, ext), symlinkSync(`old${ext}`, at(`link${ext}`)), `link${ext}`),
    file: forced,
    folder: forced,
  },
  {
    name: "a link to nothing",
    make: (ext) => (symlinkSync("nothing", at(`link${ext}`)), `link${ext}`),
    file: never,
    folder: never,
  },
  {
    name: "a link to itself",
    make: (ext) => (symlinkSync(`link${ext}`, at(`link${ext}`)), `link${ext}`),
    file: never,
    folder: never,
  },
  {
    name: "a name behind a link to a folder",
    make: (ext) => (mkdirSync(at("dir")), symlinkSync("dir", at("link")), `link/new${ext}`),
    file: always,
    folder: always,
  },
  {
    name: "the null device",
    make: (ext) => (symlinkSync("/dev/null", at(`null${ext}`)), `null${ext}`),
    file: always,
    folder: never,
  },
  {
    name: "a device that is always full",
    make: (ext) => (symlinkSync("/dev/full", at(`full${ext}`)), `full${ext}`),
    file: never,
    folder: never,
  },
  {
    name: "a socket",
    async make(ext) {
      const server = createServer().listen(at(`socket${ext}`));
      await new Promise((resolve) => server.once("listening", resolve));
      onTestFinished(() => void server.close());
      return `socket${ext}`;
    },
    file: never,
    folder: never,
  },
  { name: "a name that is too long", make: (ext) => `${"x".repeat(256)}${ext}`, file: never, folder: never },
  {
    name: "a path that is too long",
    make: (ext) => `${"x/".repeat(3000)}new${ext}`,
    file: never,
    folder: never,
  },
  {
    name: "the longest name",
    make: (ext) => `${"x".repeat(255 - ext.length)}${ext}`,
    file: always,
    folder: always,
  },
  { name: "no name", make: () => "", file: never, folder: never },
  { name: "standard input", make: () => "-", file: never, folder: never },
  {
    name: "a name that a terminal obeys",
    make: (ext) => `\u001b[2Jno/new${ext}`,
    file: never,
    folder: never,
  },
];

describe.each(commands)("$name", ({ name, extension, words }) => {
  /** What it writes, by path; a file is at the path "". */
  let whole: ReadonlyMap<string, string>;
  beforeAll(async () => {
    const place = mkdtempSync(join(top, "whole-"));
    const target = `new${extension}`;
    expect(await runHere(place, words(target))).toMatchObject({ code: 0 });
    whole = contentOf(join(place, target));
  });

  it.each(targets)("to $name", async ({ make, file, folder: ofFolder }) => {
    const target = await make(extension);
    for (const [index, outcome] of (extension === "" ? ofFolder : file).entries()) {
      const before = treeOf(folder);
      const ended = await runHere(folder, [...words(target), ...(index === 1 ? ["--force"] : [])]);
      const changes = changesOf(before, treeOf(folder));
      const isWritten = ended.code === 0;
      expect([isWritten ? "written" : "refused", ended.stderr]).toEqual([
        outcome,
        isWritten && name !== "train" ? "" : expect.stringMatching(/\S/),
      ]);
      if (!isWritten) {
        expect(changes).toEqual([]);
        checkMessage(ended.stderr, target);
        expect(ended.stdout).toBe("");
        continue;
      }
      const real = realpathSync(join(target.startsWith("/") ? "" : folder, target));
      if (real === "/dev/null") {
        expect(changes).toEqual([]);
        continue;
      }
      const path = real.slice(realpathSync(folder).length + 1);
      // a folder is new itself; in one that was there what was not made by us stays
      expect(changes.filter((name) => name !== path && !name.startsWith(`${path}/`))).toEqual([]);
      expect(changes.filter((name) => name.endsWith("notes.txt"))).toEqual([]);
      const got = new Map([...contentOf(real)].filter(([name]) => name !== "notes.txt"));
      expect(got).toEqual(whole);
      if (outcome === "written" && index === 0) rmSync(real, { recursive: true }); // so that --force finds the same
    }
  });

  it.skipIf(extension === "")("to a FIFO", async () => {
    const fifo = `fifo${extension}`;
    execFileSync("mkfifo", [at(fifo)]);
    const got = openSync(at("got"), "w");
    const reader = spawn("cat", [at(fifo)], { stdio: ["ignore", got, "ignore"] });
    const closed = new Promise((resolve) => reader.on("close", resolve));
    expect(await runHere(folder, words(fifo))).toMatchObject({ code: 0 });
    await closed;
    closeSync(got);
    expect(contentOf(at("got"))).toEqual(whole);
    expect(readdirSync(folder).sort()).toEqual([fifo, "got", "in"].sort());
  });

  it.skipIf(!hasSmallDisks())("to a disk that is full, and to one that is read-only", async () => {
    const disk = smallDisk()!;
    onTestFinished(disk.remove);
    // where ../inputs is none
    const onDisk = words(`new${extension}`).map((word) => word.replace(/^\.\.\/inputs/, inputs));
    const target = `new${extension}`;
    // so that a page is left, or none, or some
    const sizes = [0, 4096, 8192];
    for (const size of sizes) {
      writeFileSync(join(disk.path, "left"), new Uint8Array(size));
      fill(join(disk.path, "rest"));
      rmSync(join(disk.path, "left"));
      const before = treeOf(disk.path);
      const ended = await runHere(disk.path, onDisk);
      if (ended.code !== 0) {
        expect(ended.stderr).toMatch(/^.*: cannot be written: the disk is full \(ENOSPC\)/m);
        expect(changesOf(before, treeOf(disk.path))).toEqual([]);
      } else {
        expect(contentOf(join(disk.path, target))).toEqual(whole);
        rmSync(join(disk.path, target), { recursive: true });
      }
      rmSync(join(disk.path, "rest"));
    }
    disk.makeReadOnly();
    const before = treeOf(disk.path);
    const { code, stderr } = await runHere(disk.path, onDisk);
    expect([code, stderr]).toEqual([1, expect.stringContaining("the file system is read-only (EROFS)")]);
    expect(changesOf(before, treeOf(disk.path))).toEqual([]);
  });
});

function contentOf(path: string): Map<string, string> {
  if (basename(path) === "got" || extname(path) !== "") return new Map([["", bytesAt(path)]]);
  return new Map(
    readdirSync(path)
      .sort()
      .map((name) => [name, name === "model.json" ? described(join(path, name)) : bytesAt(join(path, name))]),
  );
}

const bytesAt = (path: string): string => readFileSync(path).toString("base64");

/** A model.json without the numbers at the end of names, which count the layers that this process has made. */
const described = (path: string): string => readFileSync(path, "utf8").replace(/\d+(?=["/])/g, "");

/** A line, short and printable, that names the target and has no words of the operating system's. */
function checkMessage(stderr: string, target: string): void {
  const lines = stderr.trimEnd().split("\n");
  const last = lines.pop()!;
  expect(lines.filter((line) => !/^(epoch|warning)/.test(line))).toEqual([]);
  expect(last.length).toBeLessThan(2000);
  expect(last).not.toMatch(/\p{C}/u);
  expect(last).not.toMatch(/\bE[A-Z]{4,}:|syscall|at .*:\d+:\d+/);
  if (/^[\w./]{1,100}$/.test(target)) expect(last).toContain(target);
}

function fill(path: string): void {
  const file = openSync(path, "w");
  try {
    for (;;) writeFileSync(file, new Uint8Array(4096));
  } catch {
    // now it is full
  } finally {
    closeSync(file);
  }
}

describe("a command whose output", () => {
  beforeEach(() => cpSync(inputs, at("in"), { recursive: true }));

  it.each([
    [["convert", "in/a.rcp", "in/a.rcp", "--force", "--spectra", "float16"], "in/a.rcp"],
    [["apply", "in/a.rcp", "in/p.rcpd", "in/a.rcp", "--force"], "in/a.rcp"],
    [["prune", "in/m.rcp", "--to", "50%", "--out", "in/m.rcp", "--force"], "in/m.rcp"],
    [["diff", "in/a.rcp", "in/b.rcp", "in/b.rcp", "--force"], "in/b.rcp"],
  ])("is its input replaces that once it is done: %j", async (args, target) => {
    const elsewhere = args.map((word, index) =>
      word === target && args[index + 1]?.startsWith("--") !== false && index > 1 ? "else.rcp" : word,
    );
    const before = treeOf(folder);
    expect(await runHere(folder, args)).toMatchObject({ code: 0, stderr: "" });
    expect(changesOf(before, treeOf(folder))).toEqual([target]);
    const result = readFileSync(at(target));
    cpSync(inputs, at("in"), { recursive: true });
    expect(await runHere(folder, elsewhere)).toMatchObject({ code: 0, stderr: "" });
    expect(readFileSync(at("else.rcp"))).toEqual(result);
  });

  it("is the folder that it reads replaces the model in it", async () => {
    const args = ["convert", "in/model", "in/model", "--force"];
    expect(await runHere(folder, args)).toMatchObject({ code: 0, stderr: "" });
    expect(await runHere(folder, ["convert", "in/model/", "back.rcp"])).toMatchObject({ code: 0 });
    expect(readFileSync(at("in/model/notes.txt"), "utf8")).toBe("mine");
  });
});

describe("train", () => {
  beforeEach(() => cpSync(inputs, at("in"), { recursive: true }));

  const train = (...words: string[]) => runHere(folder, ["train", "in/table.csv", ...quick, ...words]);

  const logs: readonly (readonly [name: string, make: () => string, Outcome])[] = [
    ["a new folder", () => "log", "written"],
    ["a new folder in a new one", () => "new/log", "written"],
    ["one with a slash", () => "log/", "written"],
    ["this folder", () => ".", "written"],
    [
      "a folder that is there",
      () => (mkdirSync(at("log")), writeFileSync(at("log/letter"), "dear"), "log"),
      "written",
    ],
    ["a link to a folder", () => (mkdirSync(at("log")), symlinkSync("log", at("link")), "link"), "written"],
    ["a file", () => (writeFileSync(at("log"), ""), "log"), "refused"],
    ["a folder in a file", () => (writeFileSync(at("log"), ""), "log/in"), "refused"],
    ["a link to nothing", () => (symlinkSync("nothing", at("log")), "log"), "refused"],
    ["a link to itself", () => (symlinkSync("log", at("log")), "log"), "refused"],
    ["a device", () => "/dev/null", "refused"],
    ["a long name", () => "x".repeat(256), "refused"],
    ["what --out names", () => "m.rcp", "refused"],
    ["a folder in what --out names", () => "./m.rcp/log", "refused"],
  ];
  it.each(logs)("takes or refuses as --log %s", async (_, make, outcome) => {
    const log = make();
    const before = treeOf(folder);
    const { code, stderr } = await train("--out", "m.rcp", "--log", log);
    const changes = changesOf(before, treeOf(folder));
    expect([code === 0 ? "written" : "refused", stderr]).toEqual([
      outcome,
      code === 0 ? expect.any(String) : expect.stringContaining("--log"),
    ]);
    if (code !== 0) {
      expect(changes).toEqual([]);
      return checkMessage(stderr, log);
    }
    const [first] = changes.filter((path) => path.includes("events.out"));
    expect(realpathSync(at(first!)).startsWith(realpathSync(at(log)))).toBe(true);
    expect(changes.filter((path) => !path.includes("events.out") && path !== "m.rcp")).toEqual(
      changes.filter((path) => !before.has(path) && path !== "m.rcp" && !path.includes("events.out")),
    );
  });

  it("makes no log of a training that does not begin", async () => {
    writeFileSync(at("in/table.csv"), "answer,a\n");
    const before = treeOf(folder);
    const { code } = await train("--out", "m.rcp", "--log", "log");
    expect([code, changesOf(before, treeOf(folder))]).toEqual([1, []]);
  });

  it.skipIf(!hasSmallDisks())("goes on without a log that it cannot write, and says so once", async () => {
    const disk = smallDisk()!;
    onTestFinished(disk.remove);
    fill(join(disk.path, "rest"));
    const { code, stderr } = await train("--out", "m.rcp", "--log", join(disk.path, "log"));
    expect([code, existsSync(at("m.rcp"))]).toEqual([0, true]);
    expect(stderr.match(/warning: .*the disk is full.*; the training goes on without the log/g)).toHaveLength(
      1,
    );
  });

  it("writes what it has learned among the temporary files where it cannot write", async () => {
    symlinkSync("/dev/full", at("m.rcp"));
    const { code, stderr } = await train("--out", "m.rcp");
    const [, rescued] = /the disk is full \(ENOSPC\); it was written to (.*)\n$/.exec(stderr) ?? [];
    expect([code, rescued === undefined]).toEqual([1, false]);
    expect(await train("--out", "n.rcp")).toMatchObject({ code: 0 });
    expect(readFileSync(rescued!)).toEqual(readFileSync(at("n.rcp")));
  });
});

describe("the program", () => {
  beforeEach(() => cpSync(inputs, at("in"), { recursive: true }));

  it("writes to /dev/stdout, whatever that is", async () => {
    const args = ["convert", "in/a.rcp", "/dev/stdout", "--as", "text"];
    expect(await runHere(folder, ["convert", "in/a.rcp", "a.txt"])).toMatchObject({ code: 0 });
    const text = readFileSync(at("a.txt"), "utf8");
    expect(await runProgram(folder, args)).toEqual({ code: 0, stdout: text, stderr: "" }); // a socket
  });

  it("is not ended by a limit on the size of files, and says so", async () => {
    // the signal would end it, so a shell that sets limits must turn it off
    const program = new URL("../dist/bin.js", import.meta.url).pathname;
    const script = `trap "" XFSZ; ulimit -f 0; exec "${process.execPath}" "${program}" convert in/a.rcp new.rcp`;
    const before = treeOf(folder);
    const child = spawn("sh", ["-c", script], { cwd: folder, stdio: ["ignore", "ignore", "pipe"] });
    let stderr = "";
    child.stderr.on("data", (data: Buffer) => (stderr += data.toString()));
    const code = await new Promise((resolve) => child.on("close", resolve));
    expect([code, stderr]).toEqual([
      1,
      "new.rcp: cannot be written: it would be larger than a file may be here (EFBIG)\n",
    ]);
    expect(changesOf(before, treeOf(folder))).toEqual([]);
  });
});
