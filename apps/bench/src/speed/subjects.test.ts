import { Random } from "@reciprocal/spectral";
import { memory } from "@tensorflow/tfjs-core";
import { spawnSync } from "node:child_process";
import { beforeAll, describe, expect, it } from "vitest";
import { checkEqual } from "./check-equal.js";
import type { DenseValues, SpectralValues } from "./layer-values.js";
import { startPytorchPeer } from "./pytorch-peer.js";
import { makeSpeedData } from "./speed-data.js";
import { startTfjs } from "./start-tfjs.js";
import { tfjsFitSubject } from "./tfjs-fit-subject.js";
import { tfjsLoopSubject } from "./tfjs-loop-subject.js";

const data = makeSpeedData(12, { rows: 60, classes: 3, batchSize: 10 });
const sizes = [
  [12, 8],
  [8, 3],
] as const;
const learningRate = 0.01;
const random = new Random(5);
const draw = (length: number) => Float32Array.from({ length }, () => random.uniform(-0.5, 0.5));
const dense: DenseValues[] = sizes.map(([inputs, outputs]) => {
  return { inputs, outputs, kernel: draw(inputs * outputs), bias: draw(outputs) };
});
const spectral: SpectralValues[] = sizes.map(([inputs, outputs]) => {
  const phi = draw(inputs * outputs);
  return { inputs, outputs, lambdaIn: draw(inputs), lambdaOut: draw(outputs), phi, bias: draw(outputs) };
});

/** Dense layers with the kernels of the spectral ones, w_ij = (λ_in_j − λ_out_i) φ_ij. */
const folded: DenseValues[] = spectral.map(({ inputs, outputs, lambdaIn, lambdaOut, phi, bias }) => {
  const kernel = phi.map(
    (value, index) => (lambdaIn[index % inputs]! - lambdaOut[Math.floor(index / inputs)]!) * value,
  );
  return { inputs, outputs, kernel, bias };
});

const hasTorch = ["python3", "/usr/bin/python3"].some(
  (python) => spawnSync(python, ["-c", "import torch"], { stdio: "ignore" }).status === 0,
);

describe("the subjects in TensorFlow.js", () => {
  beforeAll(startTfjs);

  const subjects = () => [
    tfjsFitSubject(dense, data, { transposes: "stock", learningRate }),
    tfjsFitSubject(dense, data, { transposes: "explicit", learningRate }),
    tfjsLoopSubject(dense, data, { learningRate }),
  ];

  it("train to the same losses, which change", async () => {
    const all = subjects();
    const losses = [...(await checkEqual(all, data.batches, { tolerance: 1e-5 })).values()];
    for (const own of losses) expect(new Set(own).size).toBe(6);
    for (const subject of all) await subject.dispose();
  });

  it("take several staged batches as so many steps", async () => {
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

  it("keep no tensors after disposal", async () => {
    const before = memory().numTensors;
    const all = subjects();
    await checkEqual(all, data.batches);
    for (const subject of all) await subject.dispose();
    expect(memory().numTensors).toBe(before);
  });

  it.skipIf(!hasTorch)("train to the losses of PyTorch (skipped where no Python has torch)", async () => {
    const peer = await startPytorchPeer(data, { dense: folded, spectral, learningRate });
    try {
      expect(peer.about.threads).toBe(1);
      const [denseSubject, spectralSubject] = peer.subjects;
      const loop = tfjsLoopSubject(folded, data, { learningRate });
      const losses = await checkEqual([loop, denseSubject!], data.batches, { tolerance: 1e-5 });
      await loop.dispose();

      // the same network in reciprocal space: the same loss at first, another way from there
      const own = (await checkEqual([spectralSubject!], data.batches)).get(spectralSubject!)!;
      const folds = losses.get(loop)!;
      expect(own[0]).toBeCloseTo(folds[0]!, 5);
      expect(own[5]).not.toBeCloseTo(folds[5]!, 3);
    } finally {
      await peer.close();
    }
  });
});
