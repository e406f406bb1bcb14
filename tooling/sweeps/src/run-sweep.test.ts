import { spawn } from "node:child_process";
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { lockFolder } from "./folder-lock.js";
import { plainView } from "./progress-view.js";
import { runSweep, type SweepOptions } from "./run-sweep.js";
import { UsageError } from "./usage-error.js";

interface Run {
  readonly key: string;
  readonly does?: "fail" | "hang";
}
interface Line extends Run {
  readonly squared: number;
  readonly more?: string;
}

/** A worker in plain JavaScript: squares the number that its run has for a key. */
const source = `
process.on("message", ({ type, value }) => {
  if (type === "setup") return process.send({ type: "ready" });
  if (value.does === "fail") {
    return process.send({ type: "failure", message: "no luck", stack: "Error: no luck\\n    at run (x.ts:1)" });
  }
  if (value.does === "hang") return setInterval(() => {}, 1000);
  process.send({ type: "progress", value: { epoch: 1 } });
  process.send({ type: "result", value: { ...value, squared: value.key ** 2 } });
});
process.on("disconnect", () => process.exit());
`;

let folder: string;
let out: string;
let path: string;
let said: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "run-sweep-"));
  writeFileSync(join(folder, "worker.mjs"), source);
  out = join(folder, "out");
  path = join(out, "runs.jsonl");
  said = "";
});
afterEach(() => rmSync(folder, { recursive: true }));

const sweep = (runs: readonly Run[], more: Partial<SweepOptions<Run, Line>> = {}) =>
  runSweep<Run, Line>({
    runs,
    out,
    jobs: 1,
    worker: pathToFileURL(join(folder, "worker.mjs")),
    setup: () => null,
    readLines: (lines) => lines as unknown as Line[],
    view: plainView(
      { write: (text) => (said += text) },
      { describe: ({ key }) => key, result: ({ squared }) => String(squared), epochs: () => 1 },
    ),
    signal: new AbortController().signal,
    ...more,
  });
const keysOf = () => [...readFileSync(path, "utf8").matchAll(/"key":"(\w+)"/g)].map(([, key]) => key);

describe("runSweep", () => {
  it("appends a line per run, and does only what is missing the next time", async () => {
    const { lines } = await sweep([{ key: "2" }, { key: "3" }]);
    expect(lines).toEqual([
      { key: "2", squared: 4 },
      { key: "3", squared: 9 },
    ]);
    const before = readFileSync(path, "utf8");
    said = "";
    await sweep([{ key: "2" }, { key: "3" }]);
    expect(said).toBe(`2 runs, all already there (${path})\n`);
    expect(readFileSync(path, "utf8")).toBe(before);

    appendFileSync(path, '{"key":"4","squ'); // as if a kill had come while it was written
    said = "";
    const planned: string[] = [];
    const runs = ["4", "3", "2"].map((key) => ({ key }));
    await sweep(runs, { onPlan: (tasks) => void planned.push(...tasks.map(({ key }) => key)) });
    expect(said).toContain("dropped a torn last line");
    expect(said).toContain("3 runs, 2 of them already there; 1 at a time\n[3/3] 4: 16");
    expect(planned).toEqual(["4"]);
    expect(readFileSync(path, "utf8")).toBe(`${before}{"key":"4","squared":16}\n`);
  });

  it("repeats a run whose line is not enough", async () => {
    await sweep([{ key: "2" }]);
    const isEnough = ({ more }: Line) => more !== undefined;
    const { lines } = await sweep([{ key: "2" }], { isEnough });
    expect(lines).toHaveLength(1);
    expect(keysOf()).toEqual(["2", "2"]);
  });

  it("keeps the other lines if a run fails", async () => {
    const { lines, failures } = await sweep([
      { key: "1", does: "fail" },
      { key: "3", does: "fail" },
      { key: "2" },
    ]);
    expect(failures).toEqual(["1", "3"].map((key) => ({ run: { key, does: "fail" }, message: "no luck" })));
    expect(lines.map(({ key }) => key)).toEqual(["2"]);
    // where it was thrown is said once
    expect(said).toMatch(/1 FAILED: no luck\n {4}at run \(x\.ts:1\)\n.*3 FAILED: no luck\n\[/);
  });

  it("keeps the finished lines if it is stopped, and continues the next time", async () => {
    const stop = new AbortController();
    const started = sweep([{ key: "2" }, { key: "3", does: "hang" }, { key: "4" }], { signal: stop.signal });
    await until(() => said.includes("2: 4"));
    stop.abort();
    const { lines, failures } = await started;
    expect([lines, failures]).toEqual([[{ key: "2", squared: 4 }], []]);
    expect(existsSync(join(out, ".lock"))).toBe(false);
    await sweep([{ key: "2" }, { key: "3" }]);
    expect(keysOf()).toEqual(["2", "3"]);
  });

  it("does not work in a folder where another process does", async () => {
    mkdirSync(out);
    const unlock = lockFolder(out);
    await expect(sweep([{ key: "2" }])).rejects.toThrow(`${out}: this process is already at work here`);
    unlock();
    expect(existsSync(path)).toBe(false);
  });

  it("leaves no folder behind if the set-up fails", async () => {
    writeFileSync(
      join(folder, "worker.mjs"),
      `process.on("message", () => process.send({ type: "failure", message: "no data" }));`,
    );
    await expect(sweep([{ key: "2" }])).rejects.toThrow("no data");
    expect(existsSync(out)).toBe(false);
  });

  it("refuses a path that is a file", async () => {
    writeFileSync(out, "");
    await expect(sweep([{ key: "2" }])).rejects.toThrow(UsageError);
  });
});

describe("a program that runs a sweep", () => {
  // the compiled module: node runs it without a compiler
  const built = join(import.meta.dirname, "../dist/index.js");
  const program = () => `
    import { appendFileSync } from "node:fs";
    const { runSweep } = await import(${JSON.stringify(pathToFileURL(built).href)});
    await runSweep({
      runs: Array.from({ length: 4 }, (_, i) => ({ key: String(i), ...(i > 1 && { does: "hang" }) })),
      out: ${JSON.stringify(out)},
      jobs: 2,
      worker: new URL(${JSON.stringify(pathToFileURL(join(folder, "pids.mjs")).href)}),
      setup: () => null,
      readLines: (lines) => lines,
      view: new Proxy({}, { get: (_, name) => name === "finish" ? () => process.stdout.write("done ") : () => {} }),
      signal: new AbortController().signal,
    });`;

  it("loses no finished line if it is killed, and leaves no worker behind", async () => {
    const pids = join(folder, "pids");
    const note = `import { appendFileSync } from "node:fs"; appendFileSync(${JSON.stringify(pids)}, process.pid + "\\n");`;
    writeFileSync(join(folder, "pids.mjs"), note + source);
    writeFileSync(join(folder, "program.mjs"), program());
    const child = spawn(process.execPath, [join(folder, "program.mjs")], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    let printed = "";
    child.stdout.on("data", (data: Buffer) => (printed += data.toString()));
    const workers = () =>
      existsSync(pids) ? readFileSync(pids, "utf8").trimEnd().split("\n").map(Number) : [];
    await until(() => printed === "done done " && workers().length === 2);
    child.kill("SIGKILL");
    await until(() => workers().every((id) => !isAlive(id)));
    expect(keysOf()).toEqual(["0", "1"]);
  });
});

async function until(isSo: () => boolean): Promise<void> {
  for (const started = performance.now(); performance.now() - started < 20_000;) {
    if (isSo()) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error("until: waited for 20 s in vain");
}

function isAlive(id: number): boolean {
  try {
    return process.kill(id, 0);
  } catch {
    return false;
  }
}
