import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createNetwork, createPlainPredictor, type Network } from "@reciprocal/network";
import { randomNormal } from "@reciprocal/spectral";
import { describe, expect, it } from "vitest";
import { loadEngine } from "./engine/load-engine.js";
import { fit } from "./fit/loop.js";
import { predict } from "./inference/predict.js";
import { createPredictor } from "./inference/predictor.js";
import { bitsOf } from "./testing/resumed.js";

// What STABILITY.md says of bits. That a training in pieces ends as one in one go is in checkpoint/resume-bits.test.ts,
// checkpoint/killed.test.ts and fit/streams.test.ts; what holds on other processors, in recordings.test.ts.

const script = fileURLToPath(new URL("testing/digest-of-fit.mjs", import.meta.url));
const built = fileURLToPath(new URL("../dist/index.js", import.meta.url));

/** `pnpm determinism` asks for 20. */
const processes = Number(process.env["RECIPROCAL_PROCESSES"] ?? 5);

const kinds = ["dense", "spectral", "s-svd", "s-qr"] as const;
const network = (kind: (typeof kinds)[number], inputs: number, units: number): Network =>
  createNetwork({
    inputShape: inputs,
    layers: [
      { kind, units, activation: "gelu" },
      { kind: "dense", units: 10, activation: "softmax" },
    ],
    seed: 3,
  });
const normal = (length: number, seed: number) => Float32Array.from(randomNormal(length, { seed }));

describe("the same seed gives the same bits", () => {
  it(`in each of ${processes} processes`, async () => {
    if (!existsSync(built)) throw new Error(`${built} is missing: build first (pnpm build)`);
    const run = async () => (await promisify(execFile)(process.execPath, [script])).stdout;
    const digests: string[] = [];
    // two at a time
    const worker = async () => {
      while (digests.length < processes) digests.push(await run());
    };
    await Promise.all([worker(), worker()]);
    expect(digests[0]).toMatch(/^[0-9a-f]{64}\n$/);
    expect(new Set(digests).size).toBe(1);
  });

  it.each([1, 3])("in trainings on %d threads each", async (threads) => {
    const samples = { inputs: normal(100 * 100, 1), labels: Array.from({ length: 100 }, (_, i) => i % 10) };
    for (const kind of ["dense", "s-qr"] as const) {
      const train = async () => {
        const engine = await loadEngine({ prefer: "onnxruntime-node", threads });
        const trained = await fit(network(kind, 100, 120), samples, { engine, epochs: 2 });
        return bitsOf(trained.network);
      };
      expect(await train()).toBe(await train());
    }
  });
});

describe("the answer to a sample", () => {
  const count = 50;

  it.each(["onnxruntime-node", "onnxruntime-web"] as const)(
    "is the same bits whatever comes with it, however large the batches are, on %s",
    async (prefer) => {
      const engine = await loadEngine({ prefer });
      for (const kind of prefer === "onnxruntime-node" ? kinds : (["dense", "s-qr"] as const)) {
        for (const [inputs, units] of [
          [4, 8],
          [300, 40],
        ] as const) {
          const asked = network(kind, inputs, units);
          const samples = normal(count * inputs, 2);
          const whole = await predict(asked, samples, { engine });
          const predictor = await createPredictor(asked, { engine });
          for (const size of [1, 3, 16]) {
            expect(await predict(asked, samples, { engine, batchSize: size })).toEqual(whole);
            const starts = Array.from({ length: Math.ceil(count / size) }, (_, i) => i * size);
            // those that come at once are joined
            const parts = await Promise.all(
              starts.map((start) =>
                predictor.predict(samples.subarray(start * inputs, (start + size) * inputs)),
              ),
            );
            expect(Float32Array.from(parts.flatMap((part) => [...part]))).toEqual(whole);
          }
          await predictor.release();
          // such differences would be seen
          const near = samples.map((x) => x * (1 + 3e-7));
          expect(await predict(asked, near, { engine })).not.toEqual(whole);
        }
      }
    },
  );

  it("is the same bits whatever comes with it, in plain TypeScript", () => {
    for (const kind of kinds) {
      const predictor = createPlainPredictor(network(kind, 40, 30));
      const samples = normal(count * 40, 2);
      const whole = predictor.predict(samples);
      for (let i = 0; i < count; i++) {
        expect(predictor.predict(samples.subarray(i * 40, (i + 1) * 40))).toEqual(
          whole.subarray(i * 10, (i + 1) * 10),
        );
      }
    }
  });
});
