import { createNetwork } from "@reciprocal/network";
import { afterEach, describe, expect, it, vi } from "vitest";
import { fit } from "../fit.js";
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
    await expect(load({ prefer: "onnxruntime-node" })).rejects.toThrow(
      /Install onnxruntime-node \(Node\) or onnxruntime-web/,
    );
  });

  it("refuses a runtime that it does not know", async () => {
    await expect(loadEngine({ prefer: "webgpu" as never })).rejects.toThrow(
      "loadEngine: prefer must be one of auto, onnxruntime-node, onnxruntime-web here, got webgpu",
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
    await expect(loadEngine({ runtime: {} as never })).rejects.toThrow(
      "loadEngine: runtime must be the module of an ONNX Runtime package",
    );
  });

  it("refuses a number of threads that is none", async () => {
    await expect(loadEngine({ threads: 0 })).rejects.toThrow(
      "loadEngine: threads must be a whole number from 1, got 0",
    );
  });
});
