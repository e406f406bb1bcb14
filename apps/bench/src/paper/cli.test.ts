import { execFileSync, spawn, type ChildProcess } from "node:child_process";
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
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { userEnvironment } from "../user-environment.test-data.js";
import type { PaperLine } from "./paper-line.js";

// the built program, as a user runs it: worker processes cannot be started from sources
const cli = fileURLToPath(new URL("../../dist/cli.js", import.meta.url));

let folder: string;
beforeAll(() => {
  if (!existsSync(cli)) throw new Error(`${cli} is missing: build first (pnpm build)`);
  folder = mkdtempSync(join(tmpdir(), "bench-paper-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program at work, with what it has said so far. */
class Bench {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  stderr = "";
  #stdout = "";

  constructor(args: readonly string[]) {
    const child = spawn(process.execPath, [cli, "paper", ...args], {
      cwd: folder,
      env: userEnvironment,
      stdio: ["ignore", "pipe", "pipe"],
    });
    child.stdout.on("data", (data: Buffer) => (this.#stdout += data.toString()));
    child.stderr.on("data", (data: Buffer) => (this.stderr += data.toString()));
    this.child = child;
    this.ended = new Promise((resolve, reject) =>
      child
        .on("error", reject)
        .on("close", (code) => resolve({ code, stdout: this.#stdout, stderr: this.stderr })),
    );
  }

  /** Ids of its worker processes. */
  workers(): number[] {
    try {
      const found = execFileSync("pgrep", ["-P", String(this.child.pid)], { encoding: "utf8" });
      return found.trim().split("\n").map(Number);
    } catch {
      return []; // pgrep ends with 1 where it finds none
    }
  }
}

const bench = (args: readonly string[]) => new Bench(args).ended;

/** Waits until there is something. */
async function until<Value>(look: () => Value | undefined | false): Promise<Value> {
  for (const started = performance.now(); performance.now() - started < 30_000;) {
    const value = look();
    if (value !== undefined && value !== false) return value;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error("until: waited for 30 s in vain");
}

function isAlive(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}

function readLines(out: string): PaperLine[] {
  const text = readFileSync(join(folder, out, "runs.jsonl"), "utf8");
  expect(text.endsWith("\n")).toBe(true);
  return text
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as PaperLine);
}

const digits = ["--datasets", "digits", "--train-samples", "300", "--test-samples", "100"];
const all = [...digits, "--epochs", "1", "--widths", "8,12", "--seeds", "0", "--sparsities", "50,99"];
const sweep = [...all, "--out", "sweep", "--jobs", "2"];

describe("reciprocal-bench paper", () => {
  it("does every experiment, and writes lines, report, figures and tables", async () => {
    const { code, stdout, stderr } = await bench(sweep);
    expect(stderr).toMatch(/^25 runs to do, about \d+ s\n25 runs; 2 at a time\n/);
    expect(stderr).toContain("[25/25] ");
    expect(code).toBe(0);
    const lines = readLines("sweep");
    // 2 widths × (2 × 4 methods + one set + alternating), sparse 2 × 2, and a narrow network of 1 node
    expect(lines).toHaveLength(2 * 10 + 4 + 1);
    for (const line of lines) {
      expect(line).toMatchObject({ experiment: "paper", dataset: "digits", seed: 0, version: 1, epochs: 1 });
      expect(line.settings).toMatchObject({ trainSamples: 300, testSamples: 100, epochs: 1 });
      expect(line.engine).toMatch(/^onnxruntime-(node|web) \d/);
      expect(line.cpu).not.toBe("");
      expect(line.versions.node).toBe(process.versions.node);
      expect(line.versions.commit).toMatch(/^[0-9a-f]{7}|^unknown/);
      expect(line.peakMemory).toBeGreaterThan(30e6);
      expect(line.seconds).toBeGreaterThan(0);
      expect(line.cpuSeconds).toBeGreaterThan(0);
      expect(Date.parse(line.finishedAt)).toBeGreaterThan(Date.parse(line.startedAt));
    }
    const kept = lines.filter((line) => line.spectra !== undefined);
    expect(kept.map(({ method, width }) => `${method} ${width}`)).toEqual(["spectral 12"]);
    expect(
      kept[0]!.spectra!.map(({ lambdaIn, lambdaOut }) => [lambdaIn.after.length, lambdaOut.before.length]),
    ).toEqual([
      [784, 12],
      [12, 10],
    ]);
    const masked = lines.filter(({ protocol }) => protocol === "sparse");
    expect(new Set(masked.map(({ method, testLoss }) => `${method} ${testLoss}`)).size).toBe(4);

    expect(stdout).toContain(`Report: ${join(folder, "sweep", "report.html")}`);
    expect(readdirSync(join(folder, "sweep")).sort()).toEqual([
      "figures",
      "report.html",
      "report.md",
      "runs.jsonl",
      "tables",
    ]);
    const figures = readdirSync(join(folder, "sweep", "figures"));
    expect(figures).toContain("sparse-digits.svg");
    expect(figures.filter((name) => name.endsWith(".png"))).toHaveLength(figures.length / 2);
    expect(readdirSync(join(folder, "sweep", "tables"))).toContain("counts-digits.csv");
  });

  it("repeats nothing that is there, and writes the report anew from the lines alone", async () => {
    const before = readFileSync(join(folder, "sweep", "runs.jsonl"), "utf8");
    rmSync(join(folder, "sweep", "report.md"));
    const { code, stderr } = await bench(sweep);
    expect({ code, stderr }).toEqual({
      code: 0,
      stderr: `25 runs, all already there (${join(folder, "sweep", "runs.jsonl")})\n`,
    });
    const report = readFileSync(join(folder, "sweep", "report.md"), "utf8");

    rmSync(join(folder, "sweep", "report.md"));
    expect((await bench([...sweep, "--report-only"])).code).toBe(0);
    expect(readFileSync(join(folder, "sweep", "report.md"), "utf8")).toBe(report);
    expect(readFileSync(join(folder, "sweep", "runs.jsonl"), "utf8")).toBe(before);
  });

  it("puts the paragraphs of notes.md at the beginning of the report", async () => {
    writeFileSync(join(folder, "sweep", "notes.md"), "The data are\na copy.\n\nAnd <so> on.\n");
    expect((await bench([...sweep, "--report-only"])).code).toBe(0);
    const report = readFileSync(join(folder, "sweep", "report.md"), "utf8");
    expect(report).toMatch(/one core \(.*\)\.\n\nThe data are a copy\.\n\nAnd .*so.* on\.\n\n## /);
    expect(readFileSync(join(folder, "sweep", "report.html"), "utf8")).toContain("<p>And &lt;so&gt; on.</p>");
  });

  it("does the runs of a part alone, and says with --report-only what is still to do", async () => {
    const part = [...digits, "--epochs", "1", "--widths", "8", "--seeds", "0", "--out", "part", "--json"];
    const { code, stdout } = await bench([...part, "--experiments", "variants"]);
    expect(code).toBe(0);
    const printed = JSON.parse(stdout) as { runs: PaperLine[]; claims: unknown[]; missing: string[] };
    expect(printed.runs.map(({ method }) => method).toSorted()).toEqual([
      "alternating",
      "dense",
      "spectral",
      "spectral-one",
    ]);
    expect(printed.missing).toEqual([]);
    const rest = await bench([...all, "--out", "part", "--report-only"]);
    expect(rest.code).toBe(0);
    expect(rest.stderr).toContain("missing: 21 of 25 runs have not been done");
  });

  it("does a run again whose line lacks the eigenvalues that are asked for", async () => {
    const one = [...digits, "--epochs", "1", "--widths", "8", "--seeds", "0", "--out", "kept"];
    await bench([...one, "--experiments", "one-hidden"]);
    expect(readLines("kept").filter((line) => line.spectra)).toEqual([]);
    await bench([...one, "--experiments", "eigenvalues"]);
    expect(readLines("kept")).toHaveLength(5);
    expect(readLines("kept").at(-1)!.spectra).toHaveLength(2);
    expect((await bench([...one, "--experiments", "eigenvalues"])).stderr).toContain("1 run, already there");
  });

  const long = [...digits, "--experiments", "one-hidden", "--widths", "8", "--epochs", "40"];

  it("replaces a worker that is killed and does its run again", async () => {
    const program = new Bench([...long, "--seeds", "0,1", "--out", "killed", "--jobs", "1"]);
    await until(() => program.stderr.includes("[1/8]"));
    process.kill(await until(() => program.workers()[0]), "SIGKILL");
    const { code, stderr } = await program.ended;
    expect(stderr).toMatch(/digits .*: its process ended with SIGKILL; it is begun once more/);
    expect(code).toBe(0);
    expect(new Set(readLines("killed").map(({ key }) => key)).size).toBe(8);
  });

  it("reports a run whose worker is killed twice, does the others, and ends with code 1", async () => {
    const program = new Bench([...long, "--seeds", "0,1", "--out", "twice", "--jobs", "1"]);
    await until(() => program.stderr.includes("[1/8]"));
    const first = await until(() => program.workers()[0]);
    process.kill(first, "SIGKILL");
    process.kill(await until(() => program.workers().find((id) => id !== first)), "SIGKILL");
    const { code, stderr } = await program.ended;
    expect(stderr.match(/FAILED: its process ended with SIGKILL/g)).toHaveLength(1);
    expect(stderr).toMatch(/missing: digits .*: its process ended with SIGKILL/);
    expect(code).toBe(1);
    expect(readLines("twice")).toHaveLength(7);
  });

  it("loses nothing that is finished when it is killed itself, and leaves no worker behind", async () => {
    const args = [...long, "--seeds", "0,1,2,3", "--out", "orphans", "--jobs", "2"];
    const program = new Bench(args);
    await until(() => program.stderr.includes("[3/16]"));
    const workers = await until(() => program.workers().length === 2 && program.workers());
    program.child.kill("SIGKILL");
    await program.ended;
    await until(() => workers.every((id) => !isAlive(id)));
    const kept = readLines("orphans");
    expect(kept.length).toBeGreaterThanOrEqual(3);

    // as if the kill had come while a line was written
    appendFileSync(join(folder, "orphans", "runs.jsonl"), '{"experiment":"paper","key":"00');
    const { code, stderr } = await bench(args);
    expect(code).toBe(0);
    expect(stderr).toContain("dropped a torn last line");
    expect(readLines("orphans").slice(0, kept.length)).toEqual(kept);
    expect(readLines("orphans")).toHaveLength(16);
  });

  it("does not let a second command work in the same folder at the same time", async () => {
    const seeds = Array.from({ length: 40 }, (_, seed) => seed); // more than the second command needs to begin
    const args = [...long, "--seeds", seeds.join(), "--out", "locked", "--jobs", "1"];
    const program = new Bench(args);
    await until(() => program.stderr.includes("[1/160]"));
    const second = await bench(args);
    expect(second.code).toBe(1);
    expect(second.stderr).toContain(
      `${join(folder, "locked")}: process ${program.child.pid} is at work here`,
    );
    // a report of what is there so far does no harm
    expect((await bench([...args, "--report-only"])).code).toBe(0);
    program.child.kill("SIGINT");
    expect((await program.ended).code).toBe(130);
    expect(existsSync(join(folder, "locked", ".lock"))).toBe(false);
  });

  it.each([
    [["--experiments", "three"], "--experiments must be one-hidden, two-hidden, sparse, variants"],
    [["--datasets", "svhn"], "--datasets must be digits, mnist, fashion-mnist or cifar10"],
    [["--sparsities", "100"], "--sparsities must be a whole number from 1 to 99"],
    [["--wat"], "unknown option --wat; allowed are --experiments"],
  ])("refuses %j with code 2 and says what is allowed", async (args, message) => {
    const { code, stderr } = await bench(args);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });

  it("says at once which data are missing, and leaves nothing behind", async () => {
    const { code, stderr } = await bench(["--quick", "--data-dir", "sweep", "--out", "none"]);
    expect(code).toBe(1);
    expect(stderr).toContain("train-images-idx3-ubyte");
    expect(existsSync(join(folder, "none"))).toBe(false);
  });

  it("explains itself", async () => {
    const { code, stdout } = await bench(["--help"]);
    expect(code).toBe(0);
    expect(stdout.replaceAll(/[ \t]+$/gm, "")).toMatchSnapshot();
  });
});
