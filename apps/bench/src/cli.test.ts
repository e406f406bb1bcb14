import { spawn } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { AccuracyLine } from "./accuracy/accuracy-line.js";
import { userEnvironment } from "./user-environment.test-data.js";

// the built program, as a user runs it: worker processes cannot be started from sources
const cli = fileURLToPath(new URL("../dist/cli.js", import.meta.url));

let folder: string;
beforeAll(() => {
  if (!existsSync(cli)) throw new Error(`${cli} is missing: build first (pnpm build)`);
  folder = mkdtempSync(join(tmpdir(), "bench-cli-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program; `onStderr` sees its messages as they come, to interrupt it. */
function bench(args: readonly string[], onStderr?: (text: string, kill: () => void) => void): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...args], {
      cwd: folder,
      env: userEnvironment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let [stdout, stderr] = ["", ""];
    child.stdout.on("data", (data: Buffer) => (stdout += data.toString()));
    child.stderr.on("data", (data: Buffer) => {
      stderr += data.toString();
      onStderr?.(stderr, () => child.killed || child.kill("SIGINT"));
    });
    child.on("error", reject).on("close", (code) => resolve({ code, stdout, stderr }));
  });
}

const tiny = ["--train-samples", "300", "--test-samples", "100", "--epochs", "1"];

function readLines(out: string): AccuracyLine[] {
  const text = readFileSync(join(folder, out, "runs.jsonl"), "utf8");
  expect(text.endsWith("\n")).toBe(true);
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as AccuracyLine);
}

describe("reciprocal-bench accuracy", () => {
  const sweep = ["accuracy", ...tiny, "--widths", "8,12", "--seeds", "0", "--out", "sweep", "--jobs", "2"];

  it("trains each method at each width, writes the lines, and prints the table and where the report is", async () => {
    const { code, stdout, stderr } = await bench(sweep);
    expect(stderr).toContain("8 runs; 2 at a time");
    expect(code).toBe(0);
    const lines = readLines("sweep");
    expect(new Set(lines.map(({ method, width }) => `${method} ${width}`)).size).toBe(8);
    // 784·8 + 8·10; λ: 784 + 8 + 8 + 10; s: 8 + 8; R: 36 + 36
    const counts = Object.fromEntries(
      lines.filter((line) => line.width === 8).map((line) => [line.method, line.trainedParameters]),
    );
    expect(counts).toEqual({ dense: 6352, spectral: 810, "s-svd": 826, "s-qr": 882 });
    for (const line of lines) {
      expect(line).toMatchObject({
        experiment: "accuracy",
        dataset: "digits",
        hiddenLayers: 1,
        seed: 0,
        epochs: 1,
      });
      expect(line.settings).toMatchObject({ trainSamples: 300, testSamples: 100, epochs: 1, batchSize: 200 });
      expect(line.denseParameters).toBe(794 * line.width);
      expect(line.history).toHaveLength(1);
      expect(line.validationAccuracy).toBe(line.history![0]);
      // hundredths of 100 samples, sixtieths of the 60 held out
      expect(line.testAccuracy * 100).toBeCloseTo(Math.round(line.testAccuracy * 100), 4);
      expect(line.validationAccuracy * 60).toBeCloseTo(Math.round(line.validationAccuracy * 60), 4);
      expect(line.seconds).toBeGreaterThan(0);
      expect(line.engine).toMatch(/^onnxruntime-(node|web) \d/);
    }
    expect(stdout).toContain("method");
    expect(stdout).toContain(`Report: ${join(folder, "sweep", "report.html")}`);
    expect(readdirSync(join(folder, "sweep")).sort()).toEqual([
      "digits-1-hidden-relative-accuracy.svg",
      "digits-1-hidden-rho.svg",
      "digits-1-hidden-test-accuracy.svg",
      "report.html",
      "runs.jsonl",
    ]);
  });

  it("does not repeat what is there, and repeats the run of a torn last line", async () => {
    const before = readLines("sweep");
    const again = await bench(sweep);
    expect(again.code).toBe(0);
    expect(again.stdout).toContain("Report: ");
    const path = join(folder, "sweep", "runs.jsonl");
    expect(again.stderr).toBe(`8 runs, all already there (${path})\n`);
    expect(again.stdout).not.toContain("A first look");
    expect(readFileSync(join(folder, "sweep", "report.html"), "utf8")).toContain(
      "npm run bench -- accuracy --train-samples 300",
    );
    expect((await bench([...sweep, "--quick"])).stdout).toMatch(
      /A first look: .* are in apps\/bench\/results\.\n/,
    );
    expect((await bench([...sweep, "--quick", "--json"])).stdout).not.toContain("A first look");
    expect(readLines("sweep")).toEqual(before);

    appendFileSync(join(folder, "sweep", "runs.jsonl"), '{"experiment":"accuracy","key":"00');
    const more = await bench([...sweep, "--methods", "dense,spectral-one", "--json"]);
    expect(more.stderr).toContain("dropped a torn last line");
    const after = readLines("sweep");
    expect(after.slice(0, 8)).toEqual(before);
    expect(after.slice(8).map(({ method }) => method)).toEqual(["spectral-one", "spectral-one"]);

    const printed = JSON.parse(more.stdout) as { runs: AccuracyLine[]; report: string; missing: string[] };
    expect(printed.runs.map(({ method, width }) => `${method} ${width}`)).toEqual([
      "dense 12",
      "spectral-one 12",
      "dense 8",
      "spectral-one 8",
    ]);
    expect(printed).toMatchObject({ report: join(folder, "sweep", "report.html"), missing: [] });
  });

  it("gives the same result for the same seed, in another process", async () => {
    await bench([
      "accuracy",
      ...tiny,
      "--widths",
      "8",
      "--seeds",
      "0",
      "--methods",
      "s-qr",
      "--out",
      "again",
    ]);
    const [line] = readLines("again");
    const first = readLines("sweep").find(({ key }) => key === line!.key);
    expect(first).toMatchObject({ testAccuracy: line!.testAccuracy, testLoss: line!.testLoss });
  });

  it("trains by TensorFlow.js where asked, says by which engine, and keeps the runs of each apart", async () => {
    const args = [
      "accuracy",
      ...tiny,
      "--widths",
      "8",
      "--seeds",
      "0",
      "--methods",
      "s-svd",
      "--out",
      "sweep",
    ];
    const { code, stdout, stderr } = await bench([...args, "--engine", "tfjs", "--json"]);
    expect(code).toBe(0);
    const [, engine] = /^TensorFlow\.js computes by (tfjs-(?:node|wasm) [\d.]+): \S.*\n/.exec(stderr)!;
    const [line] = (JSON.parse(stdout) as { runs: AccuracyLine[] }).runs;
    expect(line!.engine).toBe(engine);

    const other = readLines("sweep").find(({ method, width }) => method === "s-svd" && width === 8)!;
    expect(other.engine).toMatch(/^onnxruntime/);
    expect(line!.key).not.toBe(other.key);
    expect(line!.settings).toEqual({ ...other.settings, engine: "tfjs" });
    // the same network on the same batches
    expect(line!.testLoss).toBeCloseTo(other.testLoss!, 3);
    expect(readFileSync(join(folder, "sweep", "report.html"), "utf8")).toContain(engine!);
  });

  it("keeps the finished lines when it is interrupted, and goes on from there", async () => {
    const long = [
      "accuracy",
      "--train-samples",
      "300",
      "--test-samples",
      "100",
      "--methods",
      "dense,spectral",
    ];
    const rest = [
      "--widths",
      "8",
      "--seeds",
      "0,1,2,3,4,5,6,7",
      "--epochs",
      "40",
      "--out",
      "stopped",
      "--jobs",
      "1",
    ];
    const stopped = await bench([...long, ...rest], (text, kill) => {
      if (text.includes("[2/16]")) kill();
    });
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toMatch(/\d+ runs not done, because the command was stopped/);
    const kept = readLines("stopped");
    expect(kept.length).toBeGreaterThanOrEqual(2);
    expect(kept.length).toBeLessThan(16);
    expect((await bench([...long, ...rest])).code).toBe(0);
    expect(readLines("stopped").slice(0, kept.length)).toEqual(kept);
    expect(readLines("stopped")).toHaveLength(16);
  });

  it("reports runs that fail, ends with code 1, and keeps the others", async () => {
    // one training sample leaves nothing to hold out
    const { code, stderr } = await bench([
      "accuracy",
      "--train-samples",
      "1",
      "--seeds",
      "0",
      "--widths",
      "8",
      "--out",
      "bad",
    ]);
    expect(code).toBe(1);
    expect(stderr.match(/FAILED/g)).toHaveLength(4);
    expect(existsSync(join(folder, "bad", "runs.jsonl"))).toBe(false);
  });

  it("says which files are missing when the data are not there", async () => {
    mkdirSync(join(folder, "bare"));
    const args = ["accuracy", "--dataset", "mnist", "--data-dir", "bare", "--out", "none"];
    const { code, stderr } = await bench(args);
    expect(code).toBe(1);
    expect(stderr).toContain("train-images-idx3-ubyte");
    expect(stderr).toContain(join(folder, "bare"));
    expect(existsSync(join(folder, "none"))).toBe(false);
  });

  it("says which option names a folder that is none, and leaves nothing behind", async () => {
    writeFileSync(join(folder, "file"), "");
    const mnist = ["accuracy", "--dataset", "mnist", "--out", "none", "--data-dir"];
    const missing = await bench([...mnist, "nowhere"]);
    expect(missing).toMatchObject({
      code: 2,
      stderr: `--data-dir: the folder ${join(folder, "nowhere")} does not exist\n`,
    });
    expect((await bench([...mnist, "file"])).stderr).toBe(
      `--data-dir: ${join(folder, "file")} is not a folder\n`,
    );
    expect(existsSync(join(folder, "none"))).toBe(false);
    const out = await bench(["accuracy", "--out", "file"]);
    expect(out.code).toBe(2);
    expect(out.stderr).toContain(`--out: cannot make the folder ${join(folder, "file")}: EEXIST`);
  });

  it("names the file of a line that it cannot use", async () => {
    mkdirSync(join(folder, "odd"));
    const path = join(folder, "odd", "runs.jsonl");
    writeFileSync(path, '{"experiment":"accuracy"}\n');
    const { code, stderr } = await bench(["accuracy", "--out", "odd"]);
    expect(code).toBe(1);
    expect(stderr).toContain(`${path}: line 1: hiddenLayers must be a number`);
  });
});

describe("reciprocal-bench", () => {
  it.each([
    [["accuracy", "--methods", "svd"], "--methods must be dense, spectral, s-svd, s-qr or spectral-one"],
    [["accuracy", "--dataset", "svhn"], "--dataset must be digits, mnist, fashion-mnist or cifar10"],
    [["accuracy", "--widths", "50,x"], "--widths must be a whole number"],
    [["accuracy", "--engine", "torch"], "--engine must be onnxruntime or tfjs"],
    [["accuracy", "--wat", "1"], "unknown option --wat; allowed are --dataset"],
    [["accuracy", "--epochs"], "--epochs needs a value"],
    [["accuracy", "--epochs", "-1"], "--epochs needs a value"],
    [["memory", "--network", "foo"], "--network: needs layer sizes such as 784-1000-10"],
    [["speed", "--networks", "foo"], "--networks: needs layer sizes such as 784-1000-10"],
    [["frob"], 'unknown command "frob"; allowed are '],
    [[], "no command given; allowed are "],
  ])("refuses %j with code 2 and says what is allowed", async (args, message) => {
    const { code, stdout, stderr } = await bench(args);
    expect(stderr).toContain(message);
    expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  });

  it("times no steps where speed is asked for no networks", async () => {
    const none = ["--networks", "none", "--masked-networks", "none", "--no-sparse"];
    const { code, stdout } = await bench(["speed", ...none, "--json"]);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ measurements: [], ratios: [], masked: [], sparse: null });
    const [note] = (await bench(["speed", ...none])).stdout.split("\n");
    expect(note).toMatch(/^One thread/); // no tables
  });

  it.each(["accuracy", "adapt", "speed", "memory", "nodes"])("explains %s", async (command) => {
    const { code, stdout } = await bench([command, "--help"]);
    expect(code).toBe(0);
    expect(stdout).toContain(command);
    expect(stdout.replaceAll(/[ \t]+$/gm, "")).toMatchSnapshot();
  });
});
