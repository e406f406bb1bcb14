import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

// the built program, as in cli.test.ts
const cli = join(import.meta.dirname, "../dist/cli.js");
const args =
  "accuracy --train-samples 300 --test-samples 100 --epochs 1 --widths 8 --methods dense,spectral --seeds 0,1 --jobs 1";

let folder: string;
let expected: object[];
beforeAll(() => {
  if (!existsSync(cli)) throw new Error(`${cli} is missing: build first (pnpm build)`);
  folder = mkdtempSync(join(tmpdir(), "failing-machine-"));
  expect(bench(join(folder, "whole"))).toMatchObject({ status: 0 });
  expected = results(join(folder, "whole"));
  expect(expected).toHaveLength(4);
}, 300_000);
afterAll(() => rmSync(folder, { recursive: true }));

function bench(out: string, { extra = [] as readonly string[], env = {} } = {}) {
  return spawnSync(process.execPath, [cli, ...args.split(" "), "--out", out, ...extra], {
    cwd: folder,
    env: { ...process.env, ...env },
    encoding: "utf8",
  });
}

/** Every line without what depends on machine and moment, in the order of the keys. */
function results(out: string): object[] {
  const text = readFileSync(join(out, "runs.jsonl"), "utf8");
  expect(text.endsWith("\n")).toBe(true);
  return text
    .trimEnd()
    .split("\n")
    .map((row) => {
      const { dataset, method, seed, key, testAccuracy, testLoss, history } = JSON.parse(row) as Record<
        string,
        unknown
      >;
      return { dataset, method, seed, key, testAccuracy, testLoss, history };
    })
    .sort((a, b) => (String(a.key) < String(b.key) ? -1 : 1));
}

// a file system of its own needs no rights where users may have namespaces
const hasNamespaces =
  spawnSync("unshare", ["-rm", "sh", "-c", "mount -t tmpfs tmpfs /mnt"], { stdio: "ignore" }).status === 0;

const programs = { NODE: process.execPath, CLI: cli }; // paths may have spaces

/** Runs shell lines with `bench`, the sweep on $DISK, a file system of so many kB; `keep` is where they may copy it to. */
function onDisk(size: number, lines: string, keep: string) {
  const disk = join(folder, "disk");
  mkdirSync(disk, { recursive: true });
  mkdirSync(keep);
  const sweep = `bench() { "$NODE" "$CLI" ${args} --out "$DISK/out" "$@"; }`;
  const script = `${sweep}; mount -t tmpfs -o size=${size}k tmpfs "$DISK" && ${lines}`;
  return spawnSync("unshare", ["-rm", "sh", "-c", script], {
    env: { ...process.env, ...programs, DISK: disk, KEEP: keep },
    encoding: "utf8",
  });
}

describe.skipIf(!hasNamespaces)("bench on a disk that", () => {
  it.each([
    [
      "is full before the report",
      48,
      true,
      /\/disk\/out\/\S+: cannot be written: the disk is full \(ENOSPC\)\n/,
    ],
    [
      "is full after some lines",
      4,
      false,
      /\/disk\/out\/runs\.jsonl: cannot be written: the disk is full \(ENOSPC\)\n/,
    ],
  ])(
    "%s names the file, keeps the lines, and goes on where there is room",
    (what, size, isWhole, message) => {
      const keep = join(folder, what.replaceAll(" ", "-"));
      const { status, stderr } = onDisk(size, 'bench; code=$?; cp -r "$DISK/." "$KEEP"; exit $code', keep);
      expect(stderr).toMatch(message);
      expect(status).toBe(1);
      const out = join(keep, "out");
      const kept = results(out);
      expect(kept.length).toBeGreaterThan(0);
      expect(expected).toEqual(expect.arrayContaining(kept));
      expect(readdirSync(out)).not.toContain(".lock");
      if (isWhole) return expect(kept).toEqual(expected);

      expect(bench(out)).toMatchObject({ status: 0 });
      expect(results(out)).toEqual(expected);
    },
    300_000,
  );

  it("is read-only is named, and nothing is trained in vain", () => {
    const keep = join(folder, "read-only");
    const { status, stderr } = onDisk(
      1000,
      `cp -r "${join(folder, "whole")}" "$DISK/out" && mount -o remount,ro "$DISK" && { bench || bench --report-only; }`,
      keep,
    );
    const disk = join(folder, "disk", "out");
    expect(stderr).toContain(`${disk}: cannot be locked: the file system is read-only (EROFS)\n`);
    expect(stderr).toMatch(/\/disk\/out\S*: cannot be written: the file system is read-only \(EROFS\)\n$/);
    expect(status).toBe(1);
  }, 300_000);
});

describe("bench while the clock is set", () => {
  /** Shifts the clock of a program and of those that it starts. */
  const shifted = (years: number) => {
    const shift = years * 365.25 * 24 * 3600 * 1000;
    const program = `const Real = Date;
      globalThis.Date = class extends Real {
        constructor(...given) { super(...(given.length === 0 ? [Real.now() + ${shift}] : given)); }
        static now() { return Real.now() + ${shift}; }
      };`;
    return { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(program)}` };
  };

  it("by years, to and fro, between a kill and the next go, loses and doubles nothing", async () => {
    const out = join(folder, "clock");
    const child = spawn(process.execPath, [cli, ...args.split(" "), "--out", out], {
      ...{ env: { ...process.env, ...shifted(20) }, stdio: "ignore", cwd: folder },
    });
    while (!existsSync(join(out, "runs.jsonl"))) await new Promise((resolve) => setTimeout(resolve, 10));
    child.kill("SIGKILL");
    await once(child, "exit");
    expect(existsSync(join(out, ".lock"))).toBe(true);

    const { status, stderr } = bench(out, { env: shifted(-25) });
    expect({ status, stderr: stderr.includes("at work here") }).toEqual({ status: 0, stderr: false });
    expect(results(out)).toEqual(expected);
    const years = [...readFileSync(join(out, "runs.jsonl"), "utf8").matchAll(/"finishedAt":"(\d{4})/g)];
    const now = new Date().getFullYear();
    expect(new Set(years.map(([, year]) => Math.abs(Number(year) - now) > 15))).toEqual(new Set([true]));
  }, 300_000);
});

describe.skipIf(process.platform === "win32")("bench that prints to", () => {
  const run = (lines: string) =>
    spawnSync("bash", ["-c", lines], {
      env: { ...process.env, ...programs },
      encoding: "utf8",
    });

  it.runIf(existsSync("/dev/full"))("a full disk says so", () => {
    const { status, stderr } = run('"$NODE" "$CLI" list > /dev/full');
    expect(stderr).toBe("standard output: cannot be written: the disk is full (ENOSPC)\n");
    expect(status).toBe(1);
  });

  it("somebody who reads no further ends in peace", () => {
    const { stdout, stderr } = run('set -o pipefail; "$NODE" "$CLI" list | true; echo $?');
    expect({ stdout, stderr }).toEqual({ stdout: "0\n", stderr: "" });
  });
});
