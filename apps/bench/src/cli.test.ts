import { spawn } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { digits } from "@reciprocal/datasets";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Line } from "./experiment.js";
import type { PaperLine } from "./experiments/paper/paper-run.js";
import { trainAndTest } from "./train/train-and-test.js";
import type { TrainingRun, trainingLine } from "./train/training-run.js";

type AccuracyLine = Line<TrainingRun, typeof trainingLine>;

// the built program, as a user runs it: worker processes cannot be started from sources
const cli = join(import.meta.dirname, "../dist/cli.js");

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
function bench(command: string, onStderr?: (text: string, interrupt: () => void) => void): Promise<Ended> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [cli, ...command.split(" ")], {
      cwd: folder,
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

function readLines<Read = AccuracyLine>(out: string): Read[] {
  const text = readFileSync(join(folder, out, "runs.jsonl"), "utf8");
  expect(text.endsWith("\n")).toBe(true);
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Read);
}

const few = "--train-samples 300 --test-samples 100";

describe("bench accuracy", () => {
  const sweep = `accuracy ${few} --epochs 1 --widths 8,12 --seeds 0 --out sweep`;
  let first: Ended;
  let lines: AccuracyLine[];
  beforeAll(async () => {
    first = await bench(`${sweep} --jobs 2`);
    lines = readLines("sweep");
  });

  it("trains each method at each width and prints the table and where the report is", () => {
    expect(first.code).toBe(0);
    expect(first.stderr).toContain("8 runs; 2 at a time");
    expect(first.stdout).toContain("| method | width | n | test accuracy |");
    expect(first.stdout).toContain(`Report: ${join(folder, "sweep", "report.html")}`);
    expect(readdirSync(join(folder, "sweep")).sort()).toEqual([
      ...["figures", "report.html", "report.md", "runs.jsonl", "tables"],
    ]);
    const figures = readdirSync(join(folder, "sweep", "figures"));
    expect(figures).toContain("digits-1-hidden-rho.svg");
    expect(figures.filter((name) => name.endsWith(".png"))).toHaveLength(figures.length / 2);
  });

  it("writes a line per run, with everything that it was and came to", () => {
    expect(new Set(lines.map(({ method, width }) => `${method} ${width}`)).size).toBe(8);
    // 784·8 + 8·10; λ: 784 + 8 + 8 + 10; s: 8 + 8; R: 36 + 36
    const counts = Object.fromEntries(
      lines.filter((line) => line.width === 8).map((line) => [line.method, line.trainedParameters]),
    );
    expect(counts).toEqual({ dense: 6352, spectral: 810, "s-svd": 826, "s-qr": 882 });
    for (const line of lines) {
      expect(line).toMatchObject({
        ...{ experiment: "accuracy", dataset: "digits", hiddenLayers: 1, seed: 0, epochs: 1 },
        settings: { trainSamples: 300, testSamples: 100, epochs: 1, batchSize: 200 },
        denseParameters: 794 * line.width,
        history: [line.validationAccuracy],
      });
      // hundredths of 100 samples, sixtieths of the 60 held out
      expect(line.testAccuracy * 100).toBeCloseTo(Math.round(line.testAccuracy * 100), 4);
      expect(line.validationAccuracy * 60).toBeCloseTo(Math.round(line.validationAccuracy * 60), 4);
      expect(line.seconds).toBeGreaterThan(0);
      expect(line.engine).toMatch(/^onnxruntime-(node|web) \d/);
      expect(line.cpu).not.toBe("");
      expect(line.versions!.node).toBe(process.versions.node);
      expect(line.versions!.commit).toMatch(/^[0-9a-f]{7}|^unknown/);
      expect(line.peakMemory).toBeGreaterThan(30e6);
      expect(line.cpuSeconds).toBeGreaterThan(0);
      expect(Date.parse(line.finishedAt!)).toBeGreaterThan(Date.parse(line.startedAt!));
    }
  });

  it("gives the same result for the same seed, in another process", async () => {
    const line = lines.find(({ method, width }) => method === "s-qr" && width === 8)!;
    const { result } = await trainAndTest(line, digits({ train: 300, test: 100 }), () => {});
    expect(result).toMatchObject({ testAccuracy: line.testAccuracy, testLoss: line.testLoss });
  });

  it("repeats only what is missing, and answers in JSON for the runs that it was asked for", async () => {
    appendFileSync(join(folder, "sweep", "runs.jsonl"), '{"experiment":"accuracy","key":"00');
    const more = await bench(`${sweep} --methods dense,spectral-one --quick --json`);
    expect(more.stderr).toContain("dropped a torn last line");
    expect(more.stderr).toContain("4 runs, 2 of them already there");
    const after = readLines("sweep");
    expect(after.slice(0, 8)).toEqual(lines);
    expect(after.slice(8).map(({ method }) => method)).toEqual(["spectral-one", "spectral-one"]);
    const printed = JSON.parse(more.stdout) as { runs: AccuracyLine[]; report: string; missing: string[] };
    expect(printed.runs.map(({ method, width }) => `${method} ${width}`)).toEqual([
      ...["dense 12", "spectral-one 12", "dense 8", "spectral-one 8"],
    ]);
    expect(printed).toMatchObject({ report: join(folder, "sweep", "report.html"), missing: [] });
  });

  it("trains by TensorFlow.js if asked, says by which engine, and keeps the runs of each apart", async () => {
    const args = `accuracy ${few} --epochs 1 --widths 8 --seeds 0 --methods s-svd --out sweep --quick`;
    const { code, stdout, stderr } = await bench(`${args} --engine tfjs`);
    expect(code).toBe(0);
    expect(stdout).toMatch(/A first look: .* are in apps\/bench\/results\.\n/);
    const [, engine] = /^TensorFlow\.js computes by (tfjs-(?:node|wasm) [\d.]+): \S.*\n/.exec(stderr)!;
    const line = readLines("sweep").at(-1)!;
    const other = lines.find(({ method, width }) => method === "s-svd" && width === 8)!;
    expect(line.engine).toBe(engine);
    expect(line.key).not.toBe(other.key);
    expect(line.settings).toEqual({ ...other.settings, engine: "tfjs" });
    // the same network on the same batches
    expect(line.testLoss).toBeCloseTo(other.testLoss, 3);
  });

  it("keeps the finished lines and ends with code 130 if it is interrupted", async () => {
    const long = `accuracy ${few} --epochs 40 --methods dense --widths 8 --seeds 0,1,2,3,4,5,6,7 --out stopped`;
    const stopped = await bench(`${long} --jobs 1`, (text, interrupt) => {
      if (text.includes("[2/8]")) interrupt();
    });
    expect(stopped.code).toBe(130);
    expect(stopped.stderr).toMatch(/missing: [1-6] of 8 runs have not been done; the same command goes on\n/);
    expect(readLines("stopped").length).toBeGreaterThanOrEqual(2);
    expect(existsSync(join(folder, "stopped", ".lock"))).toBe(false);
  });

  it("reports runs that fail, and ends with code 1", async () => {
    // one training sample leaves nothing to hold out
    const { code, stderr } = await bench("accuracy --train-samples 1 --seeds 0 --widths 8 --out bad");
    expect(code).toBe(1);
    expect(stderr.match(/FAILED/g)).toHaveLength(4);
    expect(stderr.match(/missing: /g)).toHaveLength(4);
    expect(stderr.match(/FAILED: .*\n {4}at .*dist/g)).toHaveLength(1); // where the first was thrown
    expect(existsSync(join(folder, "bad", "runs.jsonl"))).toBe(false);
  });

  it("says which files are missing, and leaves nothing behind", async () => {
    const { code, stderr } = await bench("accuracy --dataset mnist --data-dir sweep --out none");
    expect(code).toBe(1);
    expect(stderr).toContain("train-images-idx3-ubyte");
    expect(stderr).toContain(join(folder, "sweep"));
    expect(existsSync(join(folder, "none"))).toBe(false);
  });
});

describe("bench paper", () => {
  const sweep = `paper --datasets digits ${few} --epochs 1 --widths 8 --seeds 0 --sparsities 50,99 --out paper`;

  it("answers every question, and writes lines, report, figures and tables", async () => {
    const { code, stdout, stderr } = await bench(`${sweep} --jobs 2`);
    expect(stderr).toMatch(/^15 runs to do, about \d+ s\n15 runs; 2 at a time\n/);
    expect(stderr).toContain("[15/15] ");
    expect(code).toBe(0);
    const lines = readLines<PaperLine>("paper");
    // 2 × 4 methods, one set, alternating; sparse 2 × 2; and a narrow network of 1 node
    expect(lines).toHaveLength(8 + 2 + 4 + 1);
    const kept = lines.filter((line) => line.spectra !== undefined);
    expect(kept.map(({ method, width }) => `${method} ${width}`)).toEqual(["spectral 8"]);
    expect(
      kept[0]!.spectra!.map(({ lambdaIn, lambdaOut }) => [lambdaIn.after.length, lambdaOut.before.length]),
    ).toEqual([
      [784, 8],
      [8, 10],
    ]);
    const masked = lines.filter(({ protocol }) => protocol === "sparse");
    expect(new Set(masked.map(({ method, testLoss }) => `${method} ${testLoss}`)).size).toBe(4);

    expect(stdout).toContain("one-hidden, ");
    expect(readdirSync(join(folder, "paper", "figures"))).toContain("sparse-digits.svg");
    expect(readdirSync(join(folder, "paper", "tables"))).toContain("counts-digits.csv");
  }, 180_000);

  it("writes the report again from the lines alone, with notes, and says what is to do", async () => {
    const read = (name: string) => readFileSync(join(folder, "paper", name), "utf8");
    const [before, report] = [read("runs.jsonl"), read("report.md")];
    writeFileSync(join(folder, "paper", "notes.md"), "The data are\na copy.\n\nAnd <so> on.\n");
    const { code, stderr } = await bench(`${sweep} --seeds=0,1 --report-only`.replace("--seeds 0 ", ""));
    expect({ code, stderr }).toEqual({ code: 0, stderr: "missing: 15 of 30 runs have not been done\n" });
    expect(read("runs.jsonl")).toBe(before);
    expect(read("report.md")).toMatch(
      /data included\.\n\nThe data are a copy\.\n\nAnd .*so.* on\.\n\n## Missing/,
    );
    const rest = (text: string) => text.slice(text.indexOf("## What matched"));
    expect(rest(read("report.md"))).toBe(rest(report));
    expect(read("report.html")).toContain("<p>And &lt;so&gt; on.</p>");
  });
});

describe("bench adapt", () => {
  it("writes lines, report, figures and tables", async () => {
    const tiny = "adapt --quick --train-samples 200 --test-samples 100 --epochs 1 --width 8";
    const { code, stdout, stderr } = await bench(`${tiny} --rates 0.015 --out adapt`);
    expect(code).toBe(0);
    expect(stderr).toContain("1 run; 1 at a time");
    expect(stdout).toContain("| rotated | eigenvalues | 1 |");
    expect(stdout).toContain("- rotated: eigenvalues reach ");
    const report = readFileSync(join(folder, "adapt", "report.md"), "utf8");
    expect(report).toContain("in 1 of 1 runs"); // the only rate is at the end
  });
});

describe("bench nodes", () => {
  it("writes lines, report, figures and tables", async () => {
    const tiny = "nodes --strategies pre-training --seeds 0 --removed 50 --width 8 --epochs 1";
    const { code, stdout } = await bench(`${tiny} ${few} --out nodes`);
    expect(code).toBe(0);
    expect(stdout).toContain("| pre-training | 50 % | 4 | 1 |");
    expect(existsSync(join(folder, "nodes", "figures", "nodes-digits.svg"))).toBe(true);
  });
});
