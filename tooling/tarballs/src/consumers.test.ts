import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, inject, it } from "vitest";
import { writePlainTarballs } from "../../../scripts/pack-packages.mjs";
import { installConsumer, type Consumer } from "./install-consumer.js";

const remaining: (() => unknown)[] = [];
afterEach(async () => {
  for (const remove of remaining.splice(0)) await remove();
});

async function install(name: string, ...flags: string[]): Promise<Consumer> {
  const consumer = await installConsumer(name, { registry: inject("registry"), flags });
  remaining.push(consumer.remove);
  return consumer;
}

const modules = ({ folder }: Consumer): string[] => readdirSync(join(folder, "node_modules"));

describe("in an empty folder, from tarballs and the npm registry alone,", { timeout: 900_000 }, () => {
  it("spectral computes, with no TensorFlow.js and no ONNX Runtime on the disk", async () => {
    const consumer = await install("esm-spectral");
    // (1.5 − 0.5) · 2 = 2 and (2 − 0.5) · 3 = 4.5
    expect(JSON.parse(await consumer.run("main.js"))).toEqual({ kernel: [[2, 4.5]], values: [4, 3] });
    expect(modules(consumer)).toContain("ml-matrix");
    expect(modules(consumer).filter((name) => /tensorflow|onnxruntime/.test(name))).toEqual([]);
  });

  it("a tarball that `npm run tarballs` made of a clone brings the others that it needs", async () => {
    const clone = mkdtempSync(join(tmpdir(), "reciprocal-clone-"));
    remaining.push(() => rmSync(clone, { recursive: true }));
    await writePlainTarballs(inject("tarballs"), clone);
    const flags = ["pruning.tgz", "network.tgz"].map((name) => join(clone, name));
    const consumer = await installConsumer("clone", { flags });
    remaining.push(consumer.remove);
    expect(readdirSync(join(consumer.folder, "node_modules/@reciprocal"))).toEqual([
      ...["graph", "network", "onnx", "pruning", "spectral"],
    ]);
    expect(await consumer.run("main.js")).toBe("spectral\n");
  });

  it("training learns the built-in digits without install scripts, and falls back to WebAssembly", async () => {
    const consumer = await install("node-training", "--ignore-scripts");
    const run = async (): Promise<Trained> => JSON.parse(await consumer.run("main.js")) as Trained;
    const native = await run();
    expect(native).toMatchObject({ name: "onnxruntime-node" });
    expect(native).not.toHaveProperty("warning");
    expect(native.accuracy).toBeGreaterThan(0.6); // 0.71 on one machine; 0.1 is chance

    // as on a platform for which it has no binary, then as where it is not installed
    for (const missing of ["onnxruntime-node/bin", "onnxruntime-node"]) {
      rmSync(join(consumer.folder, "node_modules", missing), { recursive: true });
      const fallback = await run();
      expect(fallback.name).toBe("onnxruntime-web");
      expect(fallback.warning).toMatch(
        /^onnxruntime-node did not load \(Cannot find .*\); running on onnxruntime-web instead$/,
      );
      expect(Math.abs(fallback.firstLoss - native.firstLoss)).toBeLessThan(1e-5);
      expect(Math.abs(fallback.accuracy - native.accuracy)).toBeLessThan(0.02);
    }

    rmSync(join(consumer.folder, "node_modules/onnxruntime-web"), { recursive: true });
    await expect(run()).rejects.toThrow(
      /Install onnxruntime-node \(Node\) or onnxruntime-web \(browser, any Node\)/,
    );
  });

  it("a strict TypeScript project trains layers of tfjs", async () => {
    const consumer = await install("typescript-tfjs");
    const tsc = "node_modules/typescript/bin/tsc";
    await consumer.run(tsc);
    await consumer.run(tsc, "--noEmit", "--module", "esnext", "--moduleResolution", "bundler");
    // exclusive or; 2 + 64 + 64 and 64 + 2 + 2 trained numbers; 2 · 64 + 64 and 64 · 2 + 2 folded
    const expected = { classes: [0, 1, 1, 0], trained: 198, dense: 322 };
    expect(JSON.parse(await consumer.run("dist/main.js"))).toEqual(expected);
  });

  it("CommonJS requires every package without optional ones, and gets the copy that it imports", async () => {
    const consumer = await install("commonjs");
    expect(modules(consumer).filter((name) => /sharp|@img|onnxruntime|backend/.test(name))).toEqual([]);
    // 2 · 5 + 3 · 7 + 1
    expect(JSON.parse(await consumer.run("main.cjs"))).toEqual({ output: 32, isOneCopy: true });
  });

  it("the command line inspects and predicts without a runtime, and says what training needs", async () => {
    const consumer = await install("command-line");
    await consumer.run("main.js");
    const text = await consumer.run("node_modules/.bin/reciprocal", "inspect", "network.rcp", "--json");
    // 784 + 10 eigenvalues and 10 biases; φ has 10 · 784
    expect(JSON.parse(text)).toMatchObject({ summary: { trainable: 804, frozen: 7840 } });
    const answers = await consumer.run("node_modules/.bin/reciprocal", "predict", "model.rcp", "rows.csv");
    expect(answers).toMatch(/^answer\r?\n-?[\d.]+\r?\n-?[\d.]+\r?\n$/);
    expect(modules(consumer).filter((name) => /onnxruntime|sharp|tensorflow/.test(name))).toEqual([]);
    const train = ["train", "rows.csv", "--label", "celsius", "--out", "new.rcp"];
    await expect(consumer.run("node_modules/.bin/reciprocal", ...train)).rejects.toThrow(
      /install it: npm install onnxruntime-node\n.*npm install onnxruntime-web/,
    );
  });
});

interface Trained {
  readonly name: string;
  readonly warning?: string;
  readonly accuracy: number;
  readonly firstLoss: number;
}
