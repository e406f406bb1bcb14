import { createNetwork, toDense } from "@reciprocal/network";
import { startWasm } from "@reciprocal/tfjs";
import "@tensorflow/tfjs-backend-wasm"; // registers the backend
import {
  getKernel,
  memory,
  registerKernel,
  unregisterKernel,
  type KernelConfig,
} from "@tensorflow/tfjs-core";
import { spawnSync } from "node:child_process";
import { beforeAll, describe, expect, it } from "vitest";
import { checkEqual } from "./check-equal.js";
import { startPytorchPeer } from "./pytorch-peer.js";
import { makeSpeedData } from "./speed-data.js";
import { denseValues, speedNetwork, spectralValues } from "./speed-network.js";
import { tfjsFitSubject } from "./tfjs-fit-subject.js";
import { tfjsLoopSubject } from "./tfjs-loop-subject.js";

const data = makeSpeedData(12, { rows: 60, classes: 3, batchSize: 10 });
const learningRate = 0.01;
const dense = speedNetwork([12, 8, 3], "dense", 5);
// its kernel as large as that of the dense network: beside gradients that are tiny, the ε of each optimizer counts
const spectral = createNetwork({
  inputShape: 12,
  layers: (["relu", "softmax"] as const).map((activation, index) => {
    const phi = { kind: "normal", deviation: 0.5 } as const;
    return { kind: "spectral", units: [8, 3][index]!, activation, phi };
  }),
  seed: 5,
});

const hasTorch = ["python3", "/usr/bin/python3"].some(
  (python) => spawnSync(python, ["-c", "import torch"], { stdio: "ignore" }).status === 0,
);

describe("the subjects in TensorFlow.js", () => {
  beforeAll(() => startWasm());

  const denseSubjects = () => [
    tfjsFitSubject(dense, data, { layers: "stock", learningRate }),
    tfjsFitSubject(dense, data, { layers: "stock", learningRate, fastKernels: true }),
    tfjsFitSubject(dense, data, { layers: "explicit", learningRate }),
    tfjsLoopSubject(dense, data, { layers: "stock", learningRate }),
    tfjsLoopSubject(dense, data, { layers: "explicit", learningRate }),
  ];
  const spectralSubjects = () => [
    tfjsFitSubject(spectral, data, { layers: "spectral", learningRate }),
    tfjsLoopSubject(spectral, data, { layers: "spectral", learningRate }),
  ];
  const subjects = () => [...denseSubjects(), ...spectralSubjects()];

  it("train to the same losses by each method, which change", async () => {
    const all = subjects();
    const losses = [...(await checkEqual(all, data.batches, { tolerance: 1e-5 })).values()];
    for (const own of losses) expect(new Set(own).size).toBe(6);
    for (const subject of all) await subject.dispose();
  });

  it("take one step per staged batch", async () => {
    for (const subject of subjects()) {
      await subject.prepare();
      await subject.stage(data.batches.slice(0, 5));
      await subject.steps();
      await subject.stage([data.batches[5]!]);
      const loss = await subject.steps();
      await subject.prepare();
      for (const batch of data.batches) {
        await subject.stage([batch]);
        if (batch === data.batches[5]) expect(await subject.steps()).toBeCloseTo(loss, 5);
        else await subject.steps();
      }
      await subject.dispose();
    }
  });

  it("use fast kernels where they were asked for, and leave the stock ones as they were", async () => {
    const calls: string[] = [];
    const stock = getKernel("GatherV2", "wasm");
    const replace = (kernel: KernelConfig) => {
      unregisterKernel("GatherV2", "wasm");
      registerKernel(kernel);
    };
    const counted: KernelConfig = {
      ...stock,
      kernelFunc: (params) => {
        calls.push("stock");
        return stock.kernelFunc(params);
      },
    };
    replace(counted);
    try {
      for (const fastKernels of [true, false]) {
        calls.push(fastKernels ? "fast subject" : "other subject");
        const subject = tfjsFitSubject(dense, data, { layers: "stock", learningRate, fastKernels });
        await checkEqual([subject], data.batches.slice(0, 1));
        await subject.dispose();
        expect(getKernel("GatherV2", "wasm")).toBe(counted);
      }
    } finally {
      replace(stock);
    }
    // model.fit gathers the batch's inputs and labels
    expect(calls).toEqual(["fast subject", "other subject", "stock", "stock"]);
  });

  it("keep no tensors after disposal", async () => {
    const before = memory().numTensors;
    const all = subjects();
    await checkEqual(all, data.batches);
    for (const subject of all) await subject.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it.skipIf(!hasTorch)("train to the losses of PyTorch (skipped where no Python has torch)", async () => {
    const folded = toDense(spectral);
    const values = { dense: denseValues(folded), spectral: spectralValues(spectral) };
    const peer = await startPytorchPeer(data, { ...values, learningRate });
    try {
      expect(peer.about.threads).toBe(1);
      const loops = [
        tfjsLoopSubject(folded, data, { layers: "explicit", learningRate }),
        tfjsLoopSubject(spectral, data, { layers: "spectral", learningRate }),
      ];
      const losses = await checkEqual([...loops, ...peer.subjects], data.batches, { tolerance: 1e-5 });
      for (const loop of loops) await loop.dispose();

      // the same network in both spaces: the same loss at first, another way from there
      const [direct, reciprocal] = loops.map((loop) => losses.get(loop)!);
      expect(reciprocal![0]).toBeCloseTo(direct![0]!, 5);
      const gaps = reciprocal!.map((loss, step) => Math.abs(loss - direct![step]!));
      expect(Math.max(...gaps)).toBeGreaterThan(1e-3);
    } finally {
      await peer.close();
    }
  });
});
