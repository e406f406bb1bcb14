import { spawn } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { Random } from "@reciprocal/spectral";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { decodeCheckpoint } from "./decode-checkpoint.js";

const script = fileURLToPath(new URL("../testing/train-to-file.mjs", import.meta.url));
const built = fileURLToPath(new URL("../../dist/index.js", import.meta.url));

let folder: string;
beforeAll(() => {
  if (!existsSync(built)) throw new Error(`${built} is missing: build first (pnpm build)`);
  folder = mkdtempSync(join(tmpdir(), "killed-"));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** Runs the script; kills it some milliseconds after its n-th checkpoint, if told to. */
function run(
  file: string,
  settings: object,
  kill?: { readonly checkpoints: number; readonly milliseconds: number },
): Promise<NodeJS.Signals | number | null> {
  const child = spawn(process.execPath, [script, file, JSON.stringify(settings)], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  let saved = 0;
  child.stdout.on("data", (text: Buffer) => {
    const before = saved;
    saved += text.toString().split("\n").length - 1;
    if (kill && before < kill.checkpoints && saved >= kill.checkpoints) {
      setTimeout(() => child.kill("SIGKILL"), kill.milliseconds);
    }
  });
  return new Promise((resolve) => child.on("close", (code, signal) => resolve(signal ?? code)));
}

describe("a training that is killed and begun again from its file", () => {
  it.each([
    { layer: { kind: "spectral", units: 50 }, optimizer: { kind: "adamax", learningRate: 0.02 } },
    { layer: { kind: "s-qr", units: 30, sparsity: 0.5 }, optimizer: { kind: "adam", learningRate: 0.01 } },
    {
      layer: { kind: "dense", units: 3000, sparsity: 0.7 },
      optimizer: { kind: "sgd", learningRate: 0.1, momentum: 0.9 },
    },
  ])("ends with the same bytes: $layer.kind, $optimizer.kind", async (setting) => {
    const settings = { ...setting, epochs: 60 };
    const [whole, killed] = ["whole", "killed"].map((name) => join(folder, `${setting.layer.kind}-${name}`));
    expect(await run(whole!, settings)).toBe(0);

    const random = new Random(7);
    const positions: number[] = [];
    for (let i = 0; i < 2; i++) {
      const kill = { checkpoints: 1 + random.integer(15), milliseconds: random.uniform(0, 4) };
      expect(await run(killed!, settings, kill)).toBe("SIGKILL");
      positions.push(decodeCheckpoint(readFileSync(killed!)).optimizer.steps);
    }
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    expect(existsSync(`${killed!}.end`)).toBe(false);
    expect(await run(killed!, settings)).toBe(0);
    expect(readFileSync(`${killed!}.end`).equals(readFileSync(`${whole!}.end`))).toBe(true);
  });
});
