import { createNetwork } from "@reciprocal/network";
import { afterEach, describe, expect, it, vi } from "vitest";
import { fit } from "../fit/loop.js";
import { expectFailure } from "../testing/expect-failure.js";
import { loadEngine } from "./load-engine.js";

afterEach(() => {
  vi.doUnmock("onnxruntime-node");
  vi.doUnmock("onnxruntime-web");
  vi.resetModules();
});

const network = createNetwork({
  inputShape: 2,
  layers: [
    { kind: "spectral", units: 8, activation: "tanh" },
    { kind: "s-qr", units: 2, activation: "softmax" },
  ],
});
const samples = { inputs: Float32Array.of(0, 0, 0, 1, 1, 0, 1, 1), labels: [0, 1, 1, 0] };

describe("loadEngine", () => {
  it("takes the native runtime where it is there, without a warning", async () => {
    const engine = await loadEngine();
    expect(engine.name).toBe("onnxruntime-node");
    expect(engine.version).toMatch(/^\d+\.\d+\.\d+$/);
    expect(engine).not.toHaveProperty("warning");
  });

  it("trains on WebAssembly to the same numbers, to float32 rounding", async () => {
    const losses = async (prefer: "onnxruntime-node" | "onnxruntime-web") => {
      const { history, engine } = await fit(network, samples, {
        epochs: 5,
        engine: await loadEngine({ prefer }),
      });
      expect(engine.name).toBe(prefer);
      return history.map(({ loss }) => loss);
    };
    const native = await losses("onnxruntime-node");
    (await losses("onnxruntime-web")).forEach((loss, i) =>
      expect(Math.abs(loss - native[i]!)).toBeLessThan(1e-5),
    );
  });

  it("falls back to WebAssembly with a warning where the native binding does not load", async () => {
    vi.doMock("onnxruntime-node", () => {
      throw new Error("no binding for this platform");
    });
    vi.resetModules();
    const { loadEngine: load } = await import("./load-engine.js");
    const warnings: string[] = [];
    const engine = await load({ onWarning: (message) => warnings.push(message) });
    expect(warnings).toEqual([engine.warning]);
    expect(engine.name).toBe("onnxruntime-web");
    expect(engine.warning).toMatch(
      /^onnxruntime-node did not load \(.*\); running on onnxruntime-web instead$/s,
    );
    await expectFailure(() => load({ prefer: "onnxruntime-node" }), Error, "Install onnxruntime-node");
  });

  it("refuses a runtime that it does not know", async () => {
    const given = { prefer: "webgpu" as never };
    await expectFailure(
      () => loadEngine(given),
      RangeError,
      /prefer.*auto, onnxruntime-node, onnxruntime-web.*got webgpu/,
    );
  });

  it("takes a runtime that was passed in, and refuses what is none", async () => {
    const runtime = await import("onnxruntime-web");
    const { history, engine } = await fit(network, samples, {
      epochs: 1,
      engine: await loadEngine({ runtime, providers: ["wasm"] }),
    });
    expect(engine.name).toBe("given runtime");
    expect(history).toHaveLength(1);
    await expectFailure(
      () => loadEngine({ runtime: {} as never }),
      TypeError,
      /runtime.*module of an ONNX Runtime/,
    );
  });

  it("refuses what is wrong with its options", async () => {
    await expectFailure(() => loadEngine({ threads: 0 }), RangeError, /threads.*got 0/);
    await expectFailure(
      () => loadEngine({ thread: 1 } as never),
      TypeError,
      /unknown option thread;.*threads/,
    );
  });
});
